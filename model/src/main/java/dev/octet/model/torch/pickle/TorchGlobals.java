package dev.octet.model.torch.pickle;

import dev.octet.model.ModelLimits;
import dev.octet.model.torch.pickle.PickleValue.Dict;
import dev.octet.model.torch.pickle.PickleValue.Global;
import dev.octet.model.torch.pickle.PickleValue.Opaque;
import dev.octet.model.torch.pickle.PickleValue.Sequence;
import dev.octet.model.torch.pickle.PickleValue.StorageReference;
import dev.octet.model.torch.pickle.PickleValue.Tensor;
import dev.octet.model.torch.tensor.ElementKind;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that {@code torch.save} writes for tensors, and those of harmless values that training
 * scripts keep beside them. Everything else is refused.
 */
public final class TorchGlobals implements PickleHandler {
  /** Modules whose functions do things; no state dict refers to them. */
  private static final Set<String> HOSTILE =
      Set.of(
          "os",
          "posix",
          "nt",
          "sys",
          "subprocess",
          "builtins",
          "__builtin__",
          "importlib",
          "runpy",
          "shutil",
          "socket",
          "pty",
          "commands",
          "code",
          "ctypes",
          "webbrowser",
          "marshal",
          "types",
          "operator",
          "functools",
          "pickle",
          "_pickle",
          "codecs",
          "platform",
          "timeit",
          "pdb",
          "bdb",
          "cProfile",
          "profile",
          "asyncio",
          "multiprocessing",
          "urllib",
          "requests",
          "http",
          "tempfile",
          "signal",
          "threading",
          "inspect",
          "io");

  /** Values that mean nothing to a network. */
  private static final Set<String> OPAQUE =
      Set.of(
          "argparse.Namespace",
          "_codecs.encode",
          "datetime.datetime",
          "datetime.timedelta",
          "numpy.dtype",
          "numpy.ndarray",
          "numpy.core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "numpy._core.multiarray._reconstruct",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "pathlib.PurePosixPath",
          "collections.Counter",
          "builtins.set",
          "builtins.frozenset",
          "builtins.complex",
          "builtins.bytearray",
          "builtins.int",
          "builtins.float",
          "builtins.bool",
          "builtins.str",
          "builtins.list",
          "builtins.dict",
          "builtins.tuple",
          "builtins.slice",
          "builtins.range",
          "__builtin__.set",
          "__builtin__.long",
          "__builtin__.int",
          "__builtin__.float",
          "__builtin__.list",
          "__builtin__.dict",
          "__builtin__.bytearray",
          "torch.device",
          "torch.Size",
          "torch.Tensor",
          "torch._C._nn.Parameter",
          "torch.nn.parameter.Parameter",
          "torch.nn.parameter.Buffer",
          "torch.serialization._get_layout");

  private static final Set<String> DICTS =
      Set.of("collections.OrderedDict", "collections.defaultdict");

  private static final Set<String> REBUILD =
      Set.of(
          "torch._utils._rebuild_tensor",
          "torch._utils._rebuild_tensor_v2",
          "torch._utils._rebuild_tensor_v3",
          "torch._utils._rebuild_parameter",
          "torch._utils._rebuild_parameter_with_state",
          "torch._tensor._rebuild_from_type",
          "torch._tensor._rebuild_from_type_v2");

  private final Map<String, ElementKind> storageKinds = new HashMap<>();
  private int copied;

  /** Element types of the storages referred to, by key. */
  public Map<String, ElementKind> storageKinds() {
    return storageKinds;
  }

  @Override
  public Global global(String module, String name, String where) {
    Global global = new Global(module, name);
    String full = global.toString();
    if (OPAQUE.contains(full)
        || DICTS.contains(full)
        || REBUILD.contains(full)
        || isDtype(global)
        || storageKind(global).isPresent()) {
      return global;
    }
    int dot = module.indexOf('.');
    if (HOSTILE.contains(dot < 0 ? module : module.substring(0, dot))) {
      throw Faults.damaged(
          "the pickle refers to " + full + ", which no state dict does; nothing was run", where);
    }
    throw Faults.notStateDict(
        full.startsWith("torch._utils._rebuild_")
            ? "a tensor of a kind that is not supported (" + name + ")"
            : "the file holds an object of the Python class " + full + " and not only weights",
        where);
  }

  private static boolean isDtype(Global global) {
    return global.module().equals("torch")
        && global.name().matches("(float|bfloat|int|uint|complex|quint|qint|bool)[0-9a-z_]*");
  }

  private static Optional<ElementKind> storageKind(Global global) {
    return switch (global.module()) {
      case "torch", "torch.cuda", "torch.storage" -> ElementKind.ofStorage(global.name());
      default -> Optional.empty();
    };
  }

  @Override
  public Object reduce(Global function, List<Object> arguments, String where) {
    String full = function.toString();
    if (DICTS.contains(full)) {
      return dict(function, arguments, where);
    }
    if (!REBUILD.contains(full)) {
      if (storageKind(function).isPresent() || isDtype(function)) {
        throw Faults.damaged("a call of " + full, where);
      }
      return new Opaque(function);
    }
    return switch (function.name()) {
      case "_rebuild_tensor", "_rebuild_tensor_v2" -> tensor(arguments, where);
      case "_rebuild_tensor_v3" -> untypedTensor(arguments, where);
      case "_rebuild_parameter", "_rebuild_parameter_with_state" ->
          argument(arguments, 0, Tensor.class, where);
      default -> {
        Global inner = argument(arguments, 0, Global.class, where);
        if (inner.module().equals("torch._tensor")) {
          throw Faults.damaged("a tensor type inside another", where);
        }
        yield reduce(inner, argument(arguments, 2, Sequence.class, where).items, where);
      }
    };
  }

  /** An empty dict, or one of the pairs that Python 2 wrote. */
  private Dict dict(Global function, List<Object> arguments, String where) {
    Dict dict = new Dict();
    if (!arguments.isEmpty() && function.name().equals("OrderedDict")) {
      List<Object> pairs = argument(arguments, 0, Sequence.class, where).items;
      copied += pairs.size();
      if (copied > ModelLimits.PICKLE_VALUES) {
        throw Faults.damaged("the same entries over and over", where);
      }
      for (Object pair : pairs) {
        if (!(pair instanceof Sequence entry) || entry.items.size() != 2) {
          throw Faults.damaged("a dict of something else than pairs", where);
        }
        dict.put(entry.items.get(0), entry.items.get(1));
      }
    }
    return dict;
  }

  private static Tensor tensor(List<Object> arguments, String where) {
    StorageReference storage = argument(arguments, 0, StorageReference.class, where);
    return view(storage, storage.kind(), arguments, where);
  }

  /** The form for types without a storage class of their own; the seventh argument is the type. */
  private static Tensor untypedTensor(List<Object> arguments, String where) {
    StorageReference storage = argument(arguments, 0, StorageReference.class, where);
    return view(storage, ElementKind.UNTYPED, arguments, where);
  }

  private static Tensor view(
      StorageReference storage, ElementKind kind, List<Object> arguments, String where) {
    List<Integer> shape = new ArrayList<>();
    for (long extent : numbers(argument(arguments, 2, Sequence.class, where), where)) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        throw Faults.damaged("a tensor with an extent of " + extent, where);
      }
      shape.add((int) extent);
    }
    List<Long> strides = numbers(argument(arguments, 3, Sequence.class, where), where);
    long offset = argument(arguments, 1, Long.class, where);
    return new Tensor(storage, kind, offset, shape, strides);
  }

  private static List<Long> numbers(Sequence sequence, String where) {
    if (sequence.items.size() > ModelLimits.RANK) {
      throw Faults.damaged("a tensor of " + sequence.items.size() + " dimensions", where);
    }
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < sequence.items.size(); i++) {
      numbers.add(argument(sequence.items, i, Long.class, where));
    }
    return numbers;
  }

  @Override
  public Object persistent(Object id, String where) {
    if (!(id instanceof Sequence sequence) || sequence.items.isEmpty()) {
      throw Faults.damaged("a persistent id that is none of PyTorch's", where);
    }
    List<Object> items = sequence.items;
    if ("module".equals(items.get(0))) {
      throw Faults.notStateDict("the file holds a pickled module", where);
    }
    if (!"storage".equals(items.get(0))) {
      throw Faults.damaged("a persistent id that is none of PyTorch's", where);
    }
    Global type = argument(items, 1, Global.class, where);
    ElementKind kind =
        storageKind(type)
            .orElseThrow(() -> Faults.damaged("a storage of the class " + type, where));
    String key = argument(items, 2, String.class, where);
    long length = argument(items, 4, Long.class, where);
    if (length < 0 || length > Long.MAX_VALUE / 16) {
      throw Faults.damaged("a storage of " + length + " elements", where);
    }
    ElementKind before = storageKinds.put(key, kind);
    if (before != null && before != kind) {
      throw Faults.damaged("storage '" + key + "' has two types", where);
    }
    if (items.size() > 5 && items.get(5) instanceof Sequence view) {
      return new StorageReference(
          kind,
          key,
          argument(view.items, 1, Long.class, where),
          argument(view.items, 2, Long.class, where));
    }
    return new StorageReference(kind, key, 0, length);
  }

  private static <T> T argument(List<Object> arguments, int index, Class<T> type, String where) {
    if (index < arguments.size() && type.isInstance(arguments.get(index))) {
      return type.cast(arguments.get(index));
    }
    throw new OctetException(
        Failure.INPUT,
        "argument " + index + " of a tensor or storage is missing or of another type",
        where,
        "the file is damaged or made up; save the state dict again");
  }
}
