/** What is sent to a board: files with their manifest, its signature, and the runtime's jars. */
package dev.octet.deploy.release;
