/**
 * The kinds of steps a schedule is made of, each with its integers. Tensors are named by index, so
 * that a step says nothing of where its data lies.
 *
 * <p>A new kind is one class here, a method of {@link
 * dev.octet.runtime.schedule.operation.OperationVisitor}, and one class on each floor that handles
 * steps: its fields in a file ({@code dev.octet.runtime.format.operation}), its reference kernel,
 * its writer.
 *
 * <p>Public API for reading what a model says.
 */
package dev.octet.runtime.schedule.operation;
