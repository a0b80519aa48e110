/**
 * The steps of a deployment, each safe to repeat and to be cut off anywhere, and what they work on.
 */
package dev.octet.deploy.step;
