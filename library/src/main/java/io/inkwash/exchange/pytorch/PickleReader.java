package io.inkwash.exchange.pytorch;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a pickle that may name what {@link PickleNames} allows and nothing else. All that a pickle
 * can do through classes goes through the few instructions that are taken over here.
 */
final class PickleReader extends Unpickler {

  /** A pickle names something that is not allowed. */
  static final class ForbiddenNameException extends PickleException {
    private static final long serialVersionUID = 1L;

    /** The module and the name, with a dot between. */
    private final String name;

    ForbiddenNameException(String name) {
      super(name);
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  private final Function<Object[], Object> storages;

  /**
   * A reader.
   *
   * @param storages gives the storage of a persistent id, {@code ("storage", class, key, device,
   *     count)}
   */
  PickleReader(Function<Object[], Object> storages) {
    this.storages = storages;
  }

  @Override
  protected Object dispatch(short instruction) throws IOException {
    switch (instruction) {
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        push(module, PickleUtils.readline(input));
      }
      case Opcodes.STACK_GLOBAL -> {
        String name = (String) stack.pop();
        push((String) stack.pop(), name);
      }
      case Opcodes.BUILD -> stack.pop(); // the state of a value that is looked into by nobody
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>()); // in the order of the file
      case Opcodes.SETITEMS -> setItems(); // the library's own goes through an unordered map
      case Opcodes.INST, Opcodes.OBJ, Opcodes.EXT1, Opcodes.EXT2, Opcodes.EXT4 ->
          throw new ForbiddenNameException("a class by instruction " + instruction);
      default -> {
        return super.dispatch(instruction);
      }
    }
    return NO_RETURN_VALUE;
  }

  @SuppressWarnings("unchecked") // a map that was pushed here
  private void setItems() {
    List<Object> items = stack.pop_all_since_marker();
    Map<Object, Object> map = (Map<Object, Object>) stack.peek();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      map.put(items.get(i), items.get(i + 1));
    }
  }

  private void push(String module, String name) {
    IObjectConstructor meaning =
        PickleNames.meaning(module, name)
            .orElseThrow(() -> new ForbiddenNameException(module + "." + name));
    stack.add(meaning);
  }

  @Override
  protected Object persistentLoad(Object id) {
    return storages.apply(id instanceof Object[] tuple ? tuple : Arrays.asList(id).toArray());
  }
}
