/**
 * What batch norms remember of training, compared with what photos give: whether a network is read
 * and fed as it was trained. Above {@code input}.
 */
package dev.octet.report.witness;
