/**
 * Brings models to boards over SSH, proves them there, and goes back when they fail. Here are the
 * jobs ({@code Deployer}, {@code Fleet}, {@code Doctor}, {@code Status}, {@code Rollback}); what
 * they are made of is in {@code step}, {@code release}, {@code ssh}, {@code advice} and {@code
 * board}.
 */
package dev.octet.deploy;
