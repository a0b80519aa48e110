/** JPEG and PNG for the runtime, where the JVM has ImageIO (compact profiles have not). */
package dev.octet.runtime.imageio;
