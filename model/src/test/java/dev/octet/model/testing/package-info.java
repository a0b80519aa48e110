/** Networks and an oracle for tests, of this module and of those that use its test jar. */
package dev.octet.model.testing;
