package dev.octet.model.torch;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.ModelLimits;
import dev.octet.model.family.StateDictImporter;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.model.file.FileBytes;
import dev.octet.model.torch.tensor.ElementBudget;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.model.torch.tensor.FileStorage;
import dev.octet.model.torch.tensor.Storage;
import dev.octet.model.torch.tensor.StoredTensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * State dicts in safetensors files: 8 bytes of header length, a JSON header, the tensors. The
 * header is sorted by name, so that the order of the modules comes from their names.
 */
public final class SafetensorsFormat implements ModelFormat {
  /** A format without settings. */
  public SafetensorsFormat() {}

  @Override
  public boolean matches(Path file, byte[] head) {
    return head.length > 8 && head[8] == '{' && (head[4] | head[5] | head[6] | head[7]) == 0;
  }

  @Override
  public FloatModel read(Path path, ImportOptions options) {
    String file = path.toString();
    try (FileChannel channel = FileChannel.open(path)) {
      long size = channel.size();
      FileStorage whole = new FileStorage(channel, file, 0, size);
      long length = size < 8 ? -1 : whole.read(0, 8).getLong();
      if (length < 2 || length > size - 8 || length > ModelLimits.SAFETENSORS_HEADER) {
        throw Faults.damaged(
            "a header of " + length + " bytes in a file of " + size, file + ": byte 0");
      }
      byte[] json = new byte[(int) length];
      whole.read(8, json.length).get(json);
      SafetensorsHeader header = SafetensorsHeader.parse(json, file, size - 8 - length);
      List<Parameter> parameters = new ArrayList<>();
      ElementBudget budget = new ElementBudget(size);
      for (SafetensorsHeader.Entry entry : header.entries()) {
        Storage storage =
            new FileStorage(channel, file, 8 + length + entry.begin(), entry.end() - entry.begin());
        parameters.add(
            new StoredTensor(
                entry.name(),
                file,
                entry.kind(),
                entry.shape(),
                entry.strides(),
                0,
                storage,
                budget));
      }
      StateDict dict = new StateDict(parameters, false, Optional.empty());
      return StateDictImporter.read(
          dict, options, file, "safetensors state dict", FileBytes.sha256(path), List.of());
    } catch (IOException e) {
      throw Faults.damaged("cannot be read: " + e.getMessage(), file, e);
    }
  }
}
