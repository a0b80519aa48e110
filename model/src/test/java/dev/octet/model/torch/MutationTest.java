package dev.octet.model.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.runtime.OctetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files end in a typed refusal or in a model, never in anything else. The system property
 * {@code octet.mutations} asks for more than the usual number per file.
 */
class MutationTest {
  private static final int MUTATIONS = Integer.getInteger("octet.mutations", 30);

  @TempDir private Path folder;

  @Test
  void mutatedPicklesInAZip() throws IOException {
    for (String name : new String[] {"v1_views.pth", "v3s_checkpoint.pth", "module.pth"}) {
      Map<String, byte[]> storages = new HashMap<>();
      byte[] pickle = {};
      try (ZipFile zip = new ZipFile(TorchFixtures.file(folder, name).toFile())) {
        for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
          try (InputStream in = zip.getInputStream(entry)) {
            String path = entry.getName();
            if (path.contains("/data/")) {
              storages.put(path.substring(path.lastIndexOf('/') + 1), in.readAllBytes());
            } else if (path.endsWith("data.pkl")) {
              pickle = in.readAllBytes();
            }
          }
        }
      }
      byte[] whole = pickle;
      int refused = 0;
      Path file = folder.resolve("m.pth");
      for (int seed = 0; seed < MUTATIONS; seed++) {
        PickleBuilder.zip(file, mutate(whole, seed), storages, "little");
        refused += readsOrRefuses(new TorchFormat(), file, name, seed) ? 0 : 1;
      }
      assertTrue(refused > MUTATIONS / 3, name);
    }
  }

  @Test
  void mutatedFiles() throws IOException {
    for (String name : new String[] {"v2_bfloat16_legacy.pth", "v3l_half.safetensors"}) {
      byte[] whole = TorchFixtures.bytes(name);
      Path file = folder.resolve(name);
      for (int seed = 0; seed < MUTATIONS; seed++) {
        Files.write(file, mutate(whole, seed));
        readsOrRefuses(
            name.endsWith("pth") ? new TorchFormat() : new SafetensorsFormat(), file, name, seed);
      }
    }
  }

  private static boolean readsOrRefuses(ModelFormat format, Path file, String name, int seed) {
    try {
      FloatModel model = format.read(file, ImportOptions.size(32, 32));
      assertEquals(3, model.graph().inputShape().channels());
      return true;
    } catch (OctetException e) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(name + " with seed " + seed, e);
    }
  }

  /** Changes, inserts, removes or repeats some bytes, mostly near the start. */
  private static byte[] mutate(byte[] whole, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 4000);
      int at = random.nextInt(reach);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
          System.arraycopy(bytes, at, longer, at + 4, bytes.length - at);
          bytes = longer;
        }
        default -> {
          int gone = Math.min(1 + random.nextInt(8), bytes.length - at);
          System.arraycopy(bytes, at + gone, bytes, at, bytes.length - at - gone);
          bytes = Arrays.copyOf(bytes, bytes.length - gone);
        }
      }
    }
    return bytes;
  }
}
