package io.inkwash.exchange.pytorch;

import io.inkwash.file.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;

/**
 * The classes and functions that a pickle may name, each as what stands for it here. None of them
 * runs anything: tensors become {@link StoredTensor}s, dictionaries maps, and all other values
 * {@link Inert}.
 */
final class PickleNames {
  private PickleNames() {}

  /**
   * A value that is neither needed nor looked into, such as the arguments of a training program.
   */
  record Inert(String name) implements IObjectConstructor {
    @Override
    public Object construct(Object[] arguments) {
      return this;
    }
  }

  /** The class of a storage, which says the type of its elements. */
  record StorageClass(DType dtype) implements IObjectConstructor {
    @Override
    public Object construct(Object[] arguments) {
      return new Inert("torch storage");
    }
  }

  private static final Map<String, StorageClass> STORAGES =
      Map.ofEntries(
          storage("torch.DoubleStorage", DType.F64),
          storage("torch.FloatStorage", DType.F32),
          storage("torch.HalfStorage", DType.F16),
          storage("torch.BFloat16Storage", DType.BF16),
          storage("torch.LongStorage", DType.I64),
          storage("torch.IntStorage", DType.I32),
          storage("torch.ShortStorage", DType.I16),
          storage("torch.CharStorage", DType.I8),
          storage("torch.ByteStorage", DType.U8),
          storage("torch.BoolStorage", DType.BOOL));

  private static Map.Entry<String, StorageClass> storage(String name, DType dtype) {
    return Map.entry(name, new StorageClass(dtype));
  }

  private static final Map<String, IObjectConstructor> VALUES =
      Map.of(
          "collections.OrderedDict", PickleNames::ordered,
          "collections.defaultdict", arguments -> new LinkedHashMap<>(),
          "torch.Size", arguments -> Arrays.asList(arguments),
          "torch._utils._rebuild_tensor", Strides::tensor,
          "torch._utils._rebuild_tensor_v2", Strides::tensor,
          "torch._utils._rebuild_parameter", arguments -> arguments[0],
          "torch._utils._rebuild_parameter_with_state", arguments -> arguments[0]);

  /** Names of data that training programs leave in their checkpoints beside the weights. */
  private static final Set<String> DATA =
      Set.of(
          "_codecs.encode",
          "argparse.Namespace",
          "datetime.datetime",
          "numpy.dtype",
          "numpy.ndarray",
          "numpy.core.multiarray._reconstruct",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.WindowsPath",
          "pathlib.PurePosixPath",
          "torch.device",
          "types.SimpleNamespace");

  private static final Set<String> BUILTINS =
      Set.of(
          "bool",
          "bytearray",
          "complex",
          "dict",
          "float",
          "frozenset",
          "int",
          "list",
          "long",
          "object",
          "set",
          "slice",
          "str",
          "tuple");

  private static final List<String> TYPES =
      List.of(
          "float64",
          "float32",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool",
          "complex64");

  /** What a name stands for; empty for one that is not allowed. */
  static Optional<IObjectConstructor> meaning(String module, String name) {
    String full = module + "." + name;
    IObjectConstructor known = STORAGES.get(full);
    if (known == null) {
      known = VALUES.get(full);
    }
    if (known != null) {
      return Optional.of(known);
    }
    boolean builtin =
        (module.equals("builtins") || module.equals("__builtin__")) && BUILTINS.contains(name);
    boolean type = module.equals("torch") && TYPES.contains(name);
    boolean data = DATA.contains(full);
    return builtin || type || data ? Optional.of(new Inert(full)) : Optional.empty();
  }

  /** An ordered dictionary, from nothing or from pairs. */
  private static Object ordered(Object[] arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (arguments.length == 1 && arguments[0] instanceof List<?> pairs) {
      for (Object pair : pairs) {
        List<?> both = pair instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) pair;
        map.put(both.get(0), both.get(1));
      }
    }
    return map;
  }
}
