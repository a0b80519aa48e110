/**
 * What a model costs on a 64-bit board: instructions counted under QEMU, cycles by a model of its
 * core.
 */
package dev.octet.bench.board;
