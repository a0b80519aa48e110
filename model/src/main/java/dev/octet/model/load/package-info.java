/** Reading a float model of any format: the way in for everyone outside this module. */
package dev.octet.model.load;
