package dev.octet.deploy;

import dev.octet.runtime.OctetModel;

/** A deployment at work: what is sent where, and what is known so far. */
final class Deployment {
  final Board board;
  final Release release;
  final OctetModel model;
  final DeployOptions options;
  final Progress progress;
  Facts facts;
  BoardLock lock;
  boolean fresh;
  long sentBytes;
  String signature = "";
  boolean trustNew;
  Proof proof;
  Answer installed;

  Deployment(
      Board board, Release release, OctetModel model, DeployOptions options, Progress progress) {
    this.board = board;
    this.release = release;
    this.model = model;
    this.options = options;
    this.progress = progress;
  }

  String token() {
    return lock.token();
  }
}
