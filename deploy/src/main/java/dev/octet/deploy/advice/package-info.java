/** What a board says of itself, and what follows for its JVM and memory. */
package dev.octet.deploy.advice;
