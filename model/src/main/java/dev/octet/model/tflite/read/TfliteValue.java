package dev.octet.model.tflite.read;

/** What an operator reads: a constant of the file, or what an operator before it computes. */
public interface TfliteValue {}
