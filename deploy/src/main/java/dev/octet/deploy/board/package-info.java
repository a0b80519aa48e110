/**
 * One board behind a connection: the operations of its shell script (the {@code .sh} files beside
 * these classes; {@code common.sh} says how a board's folder looks), their answers and failures,
 * and the lock that lets one host at a time change it.
 */
package dev.octet.deploy.board;
