/** NumPy's {@code .npy} and {@code .npz} files. */
package dev.octet.calibration.npy;
