package dev.octet.model.file;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads entries of a zip archive; declared sizes are checked before anything is inflated. */
public final class ZipEntries {
  private ZipEntries() {}

  /**
   * Reads an entry as a whole and checks its length and checksum.
   *
   * @param limit the most bytes it may have
   * @throws OctetException INPUT naming the entry
   */
  public static byte[] read(ZipFile zip, ZipEntry entry, long limit) {
    String where = zip.getName() + ": entry " + entry.getName();
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    long ceiling =
        entry.getMethod() == ZipEntry.STORED ? packed : ModelLimits.inflated(Math.max(packed, 0));
    if (size < 0
        || size > limit
        || size > ceiling
        || packed > new java.io.File(zip.getName()).length()) {
      throw damaged("an entry that claims to have " + size + " bytes", where, null);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) size);
      if (bytes.length != size || in.read() >= 0) {
        throw damaged("an entry of another length than it claims", where, null);
      }
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if (crc.getValue() != entry.getCrc()) {
        throw damaged("wrong checksum", where, null);
      }
      return bytes;
    } catch (ZipException e) {
      throw damaged("damaged (" + e.getMessage() + ")", where, e);
    } catch (IOException e) {
      throw damaged("cannot be read: " + e.getMessage(), where, e);
    }
  }

  private static OctetException damaged(String what, String where, Exception cause) {
    return new OctetException(
        Failure.INPUT, what, where, "the file is damaged or made up; copy or save it again", cause);
  }
}
