/** Work spread over threads, with results that do not depend on how many there are. */
package dev.octet.model.parallel;
