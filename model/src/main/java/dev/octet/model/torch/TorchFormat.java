package dev.octet.model.torch;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.family.StateDictImporter;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.model.file.FileBytes;
import dev.octet.model.torch.pickle.PickleMachine;
import dev.octet.model.torch.pickle.PickleValue.StorageReference;
import dev.octet.model.torch.pickle.PickleValue.Tensor;
import dev.octet.model.torch.pickle.StateDictFinder;
import dev.octet.model.torch.pickle.TorchGlobals;
import dev.octet.model.torch.tensor.ElementBudget;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.model.torch.tensor.StorageSource;
import dev.octet.model.torch.tensor.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code torch.save} files, zip or older, with a state dict in them. */
public final class TorchFormat implements ModelFormat {
  /** A format without settings. */
  public TorchFormat() {}

  @Override
  public boolean matches(Path file, byte[] head) {
    if (isZip(head)) {
      return TorchZip.looksRight(file);
    }
    return TorchLegacy.looksRight(head);
  }

  private static boolean isZip(byte[] head) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
  }

  @Override
  public FloatModel read(Path file, ImportOptions options) {
    if (isZip(FileBytes.head(file))) {
      try (TorchZip zip = TorchZip.open(file)) {
        TorchGlobals globals = new TorchGlobals();
        Object root = PickleMachine.read(zip.pickle(), globals);
        return model(root, zip, file, options, "PyTorch state dict");
      } catch (IOException e) {
        throw Faults.damaged("cannot be read: " + e.getMessage(), file.toString(), e);
      }
    }
    try (TorchLegacy legacy = TorchLegacy.open(file)) {
      return model(legacy.root(), legacy, file, options, "PyTorch state dict (format before 1.6)");
    } catch (IOException e) {
      throw Faults.damaged("cannot be read: " + e.getMessage(), file.toString(), e);
    }
  }

  private static FloatModel model(
      Object root, StorageSource source, Path path, ImportOptions options, String format) {
    String file = path.toString();
    StateDictFinder finder = new StateDictFinder(file);
    ElementBudget budget = new ElementBudget(FileBytes.size(path));
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : finder.find(root).entrySet()) {
      Tensor tensor = entry.getValue();
      StorageReference reference = tensor.storage();
      long storageElements = reference.length() + reference.offset();
      if (reference.offset() < 0 || tensor.offset() < 0 || storageElements < 0) {
        throw Faults.damaged(
            "begins before its storage", file + ": parameter '" + entry.getKey() + "'");
      }
      parameters.add(
          new StoredTensor(
              entry.getKey(),
              file,
              tensor.kind(),
              tensor.shape(),
              tensor.strides(),
              reference.offset() + tensor.offset(),
              source.storage(reference.key(), storageElements * reference.kind().bytes()),
              budget));
    }
    StateDict dict = new StateDict(parameters, true, finder.architecture());
    return StateDictImporter.read(
        dict, options, file, format, FileBytes.sha256(path), finder.choices());
  }
}
