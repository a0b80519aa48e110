package dev.octet.runtime.vector.tiles;

import dev.octet.runtime.vector.lanes.Lanes;
import dev.octet.runtime.vector.lanes.PackedPixels;
import dev.octet.runtime.vector.packed.PackedTiles;
import jdk.incubator.vector.LongVector;

/** Tiles of panels of four vectors, see {@link PackedTiles}; named by their triples. */
public final class PackedTiles4 {
  private PackedTiles4() {}

  /** See {@link PackedTiles#multiply}. */
  public static void multiply(
      long[] x,
      int xo,
      int triples,
      int depth,
      long[] w,
      int wo,
      long[] start,
      int so,
      long[] acc,
      int ao,
      int plane) {
    int t = 0;
    int fours = triples % 4 == 1 ? triples - 5 : triples;
    for (; t <= fours - 4; t += 4) {
      tile4(
          x,
          xo + t * PackedPixels.PITCH,
          depth,
          w,
          wo,
          start,
          so,
          acc,
          ao + t * Lanes.COUNT,
          plane);
    }
    for (; t < triples - 2; t += 3) {
      tile3(
          x,
          xo + t * PackedPixels.PITCH,
          depth,
          w,
          wo,
          start,
          so,
          acc,
          ao + t * Lanes.COUNT,
          plane);
    }
    for (; t < triples; t += 2) {
      tile2(
          x,
          xo + t * PackedPixels.PITCH,
          depth,
          w,
          wo,
          start,
          so,
          acc,
          ao + t * Lanes.COUNT,
          plane);
    }
  }

  private static void tile4(
      long[] x,
      int xo,
      int depth,
      long[] w,
      int wo,
      long[] start,
      int so,
      long[] acc,
      int ao,
      int plane) {
    int n = Lanes.HALF;
    int c = Lanes.COUNT;
    LongVector s0 = LongVector.fromArray(Lanes.LONG, start, so);
    LongVector s1 = LongVector.fromArray(Lanes.LONG, start, so + n);
    LongVector s2 = LongVector.fromArray(Lanes.LONG, start, so + 2 * n);
    LongVector s3 = LongVector.fromArray(Lanes.LONG, start, so + 3 * n);
    LongVector a00 = s0;
    LongVector a01 = s1;
    LongVector a02 = s2;
    LongVector a03 = s3;
    LongVector a10 = s0;
    LongVector a11 = s1;
    LongVector a12 = s2;
    LongVector a13 = s3;
    LongVector a20 = s0;
    LongVector a21 = s1;
    LongVector a22 = s2;
    LongVector a23 = s3;
    LongVector a30 = s0;
    LongVector a31 = s1;
    LongVector a32 = s2;
    LongVector a33 = s3;
    int before = wo - xo * (4 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (4 * n);
      LongVector w0 = LongVector.fromArray(Lanes.LONG, w, row);
      LongVector w1 = LongVector.fromArray(Lanes.LONG, w, row + n);
      LongVector w2 = LongVector.fromArray(Lanes.LONG, w, row + 2 * n);
      LongVector w3 = LongVector.fromArray(Lanes.LONG, w, row + 3 * n);
      LongVector v = LongVector.broadcast(Lanes.LONG, x[k]);
      a00 = v.mul(w0).add(a00);
      a01 = v.mul(w1).add(a01);
      a02 = v.mul(w2).add(a02);
      a03 = v.mul(w3).add(a03);
      v = LongVector.broadcast(Lanes.LONG, x[k + PackedPixels.PITCH]);
      a10 = v.mul(w0).add(a10);
      a11 = v.mul(w1).add(a11);
      a12 = v.mul(w2).add(a12);
      a13 = v.mul(w3).add(a13);
      v = LongVector.broadcast(Lanes.LONG, x[k + 2 * PackedPixels.PITCH]);
      a20 = v.mul(w0).add(a20);
      a21 = v.mul(w1).add(a21);
      a22 = v.mul(w2).add(a22);
      a23 = v.mul(w3).add(a23);
      v = LongVector.broadcast(Lanes.LONG, x[k + 3 * PackedPixels.PITCH]);
      a30 = v.mul(w0).add(a30);
      a31 = v.mul(w1).add(a31);
      a32 = v.mul(w2).add(a32);
      a33 = v.mul(w3).add(a33);
    }
    ((LongVector) Lanes.LONGS.cast(a00)).intoArray(acc, ao);
    ((LongVector) Lanes.LONGS.cast(a01)).intoArray(acc, ao + n);
    ((LongVector) Lanes.LONGS.cast(a02)).intoArray(acc, ao + plane);
    ((LongVector) Lanes.LONGS.cast(a03)).intoArray(acc, ao + plane + n);
    ((LongVector) Lanes.LONGS.cast(a10)).intoArray(acc, ao + c);
    ((LongVector) Lanes.LONGS.cast(a11)).intoArray(acc, ao + c + n);
    ((LongVector) Lanes.LONGS.cast(a12)).intoArray(acc, ao + plane + c);
    ((LongVector) Lanes.LONGS.cast(a13)).intoArray(acc, ao + plane + c + n);
    ((LongVector) Lanes.LONGS.cast(a20)).intoArray(acc, ao + 2 * c);
    ((LongVector) Lanes.LONGS.cast(a21)).intoArray(acc, ao + 2 * c + n);
    ((LongVector) Lanes.LONGS.cast(a22)).intoArray(acc, ao + plane + 2 * c);
    ((LongVector) Lanes.LONGS.cast(a23)).intoArray(acc, ao + plane + 2 * c + n);
    ((LongVector) Lanes.LONGS.cast(a30)).intoArray(acc, ao + 3 * c);
    ((LongVector) Lanes.LONGS.cast(a31)).intoArray(acc, ao + 3 * c + n);
    ((LongVector) Lanes.LONGS.cast(a32)).intoArray(acc, ao + plane + 3 * c);
    ((LongVector) Lanes.LONGS.cast(a33)).intoArray(acc, ao + plane + 3 * c + n);
  }

  private static void tile3(
      long[] x,
      int xo,
      int depth,
      long[] w,
      int wo,
      long[] start,
      int so,
      long[] acc,
      int ao,
      int plane) {
    int n = Lanes.HALF;
    int c = Lanes.COUNT;
    LongVector s0 = LongVector.fromArray(Lanes.LONG, start, so);
    LongVector s1 = LongVector.fromArray(Lanes.LONG, start, so + n);
    LongVector s2 = LongVector.fromArray(Lanes.LONG, start, so + 2 * n);
    LongVector s3 = LongVector.fromArray(Lanes.LONG, start, so + 3 * n);
    LongVector a00 = s0;
    LongVector a01 = s1;
    LongVector a02 = s2;
    LongVector a03 = s3;
    LongVector a10 = s0;
    LongVector a11 = s1;
    LongVector a12 = s2;
    LongVector a13 = s3;
    LongVector a20 = s0;
    LongVector a21 = s1;
    LongVector a22 = s2;
    LongVector a23 = s3;
    int before = wo - xo * (4 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (4 * n);
      LongVector w0 = LongVector.fromArray(Lanes.LONG, w, row);
      LongVector w1 = LongVector.fromArray(Lanes.LONG, w, row + n);
      LongVector w2 = LongVector.fromArray(Lanes.LONG, w, row + 2 * n);
      LongVector w3 = LongVector.fromArray(Lanes.LONG, w, row + 3 * n);
      LongVector v = LongVector.broadcast(Lanes.LONG, x[k]);
      a00 = v.mul(w0).add(a00);
      a01 = v.mul(w1).add(a01);
      a02 = v.mul(w2).add(a02);
      a03 = v.mul(w3).add(a03);
      v = LongVector.broadcast(Lanes.LONG, x[k + PackedPixels.PITCH]);
      a10 = v.mul(w0).add(a10);
      a11 = v.mul(w1).add(a11);
      a12 = v.mul(w2).add(a12);
      a13 = v.mul(w3).add(a13);
      v = LongVector.broadcast(Lanes.LONG, x[k + 2 * PackedPixels.PITCH]);
      a20 = v.mul(w0).add(a20);
      a21 = v.mul(w1).add(a21);
      a22 = v.mul(w2).add(a22);
      a23 = v.mul(w3).add(a23);
    }
    ((LongVector) Lanes.LONGS.cast(a00)).intoArray(acc, ao);
    ((LongVector) Lanes.LONGS.cast(a01)).intoArray(acc, ao + n);
    ((LongVector) Lanes.LONGS.cast(a02)).intoArray(acc, ao + plane);
    ((LongVector) Lanes.LONGS.cast(a03)).intoArray(acc, ao + plane + n);
    ((LongVector) Lanes.LONGS.cast(a10)).intoArray(acc, ao + c);
    ((LongVector) Lanes.LONGS.cast(a11)).intoArray(acc, ao + c + n);
    ((LongVector) Lanes.LONGS.cast(a12)).intoArray(acc, ao + plane + c);
    ((LongVector) Lanes.LONGS.cast(a13)).intoArray(acc, ao + plane + c + n);
    ((LongVector) Lanes.LONGS.cast(a20)).intoArray(acc, ao + 2 * c);
    ((LongVector) Lanes.LONGS.cast(a21)).intoArray(acc, ao + 2 * c + n);
    ((LongVector) Lanes.LONGS.cast(a22)).intoArray(acc, ao + plane + 2 * c);
    ((LongVector) Lanes.LONGS.cast(a23)).intoArray(acc, ao + plane + 2 * c + n);
  }

  private static void tile2(
      long[] x,
      int xo,
      int depth,
      long[] w,
      int wo,
      long[] start,
      int so,
      long[] acc,
      int ao,
      int plane) {
    int n = Lanes.HALF;
    int c = Lanes.COUNT;
    LongVector s0 = LongVector.fromArray(Lanes.LONG, start, so);
    LongVector s1 = LongVector.fromArray(Lanes.LONG, start, so + n);
    LongVector s2 = LongVector.fromArray(Lanes.LONG, start, so + 2 * n);
    LongVector s3 = LongVector.fromArray(Lanes.LONG, start, so + 3 * n);
    LongVector a00 = s0;
    LongVector a01 = s1;
    LongVector a02 = s2;
    LongVector a03 = s3;
    LongVector a10 = s0;
    LongVector a11 = s1;
    LongVector a12 = s2;
    LongVector a13 = s3;
    int before = wo - xo * (4 * n);
    int end = xo + depth;
    for (int k = xo; k < end; k++) {
      int row = before + k * (4 * n);
      LongVector w0 = LongVector.fromArray(Lanes.LONG, w, row);
      LongVector w1 = LongVector.fromArray(Lanes.LONG, w, row + n);
      LongVector w2 = LongVector.fromArray(Lanes.LONG, w, row + 2 * n);
      LongVector w3 = LongVector.fromArray(Lanes.LONG, w, row + 3 * n);
      LongVector v = LongVector.broadcast(Lanes.LONG, x[k]);
      a00 = v.mul(w0).add(a00);
      a01 = v.mul(w1).add(a01);
      a02 = v.mul(w2).add(a02);
      a03 = v.mul(w3).add(a03);
      v = LongVector.broadcast(Lanes.LONG, x[k + PackedPixels.PITCH]);
      a10 = v.mul(w0).add(a10);
      a11 = v.mul(w1).add(a11);
      a12 = v.mul(w2).add(a12);
      a13 = v.mul(w3).add(a13);
    }
    ((LongVector) Lanes.LONGS.cast(a00)).intoArray(acc, ao);
    ((LongVector) Lanes.LONGS.cast(a01)).intoArray(acc, ao + n);
    ((LongVector) Lanes.LONGS.cast(a02)).intoArray(acc, ao + plane);
    ((LongVector) Lanes.LONGS.cast(a03)).intoArray(acc, ao + plane + n);
    ((LongVector) Lanes.LONGS.cast(a10)).intoArray(acc, ao + c);
    ((LongVector) Lanes.LONGS.cast(a11)).intoArray(acc, ao + c + n);
    ((LongVector) Lanes.LONGS.cast(a12)).intoArray(acc, ao + plane + c);
    ((LongVector) Lanes.LONGS.cast(a13)).intoArray(acc, ao + plane + c + n);
  }
}
