/** FlatBuffers, read with every offset, table and vector checked against the file's length. */
package dev.octet.model.tflite.flat;
