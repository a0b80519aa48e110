package dev.octet.model.torch.pickle;

import dev.octet.model.ModelLimits;
import dev.octet.model.torch.pickle.PickleValue.Dict;
import dev.octet.model.torch.pickle.PickleValue.Global;
import dev.octet.model.torch.pickle.PickleValue.Opaque;
import dev.octet.model.torch.pickle.PickleValue.Sequence;
import dev.octet.model.torch.tensor.Faults;
import dev.octet.runtime.OctetException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An inert pickle machine (opcodes of protocols 2 to 5, as Python's {@code pickletools} documents
 * them). It knows containers, numbers and strings; classes and functions are names that a {@link
 * PickleHandler} allows or refuses, and calling one is data as well.
 *
 * <p>Why not net.razorvine:pickle: it makes objects of registered classes through a registry that
 * is global to the JVM, calls {@code __setstate__} by reflection, allocates declared lengths before
 * it has seen the bytes, and has no limit for memo or stack.
 */
public final class PickleMachine {
  private static final Object MARK = new Object();

  private final PickleInput in;
  private final PickleHandler handler;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int steps;

  private PickleMachine(PickleInput in, PickleHandler handler) {
    this.in = in;
    this.handler = handler;
  }

  /**
   * Reads one pickle and leaves the input past its end.
   *
   * @throws OctetException INPUT if it is damaged, hostile or too large; what the handler throws
   */
  public static Object read(PickleInput in, PickleHandler handler) {
    in.beginPickle();
    return new PickleMachine(in, handler).run();
  }

  private Object run() {
    while (true) {
      if (++steps > ModelLimits.PICKLE_VALUES) {
        throw damaged("more than " + ModelLimits.PICKLE_VALUES + " steps in a pickle");
      }
      int opcode = in.u1();
      if (opcode == '.') {
        return pop();
      }
      if (!scalar(opcode) && !container(opcode) && !bookkeeping(opcode) && !object(opcode)) {
        throw damaged(String.format("unknown pickle opcode 0x%02x", opcode));
      }
    }
  }

  private boolean scalar(int opcode) {
    switch (opcode) {
      case 'N' -> stack.add(PickleValue.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'K' -> stack.add((long) in.u1());
      case 'M' -> stack.add((long) in.u2());
      case 'J' -> stack.add((long) in.i4());
      case 'G' -> stack.add(in.bigEndianDouble());
      case 0x8a -> stack.add(integer(in.bytes(in.u1())));
      case 0x8b -> stack.add(integer(in.bytes(in.i4())));
      case 'X' -> stack.add(in.utf8(in.i4() & 0xffffffffL));
      case 0x8c -> stack.add(in.utf8(in.u1()));
      case 0x8d -> stack.add(in.utf8(in.i8()));
      case 'U' -> stack.add(in.latin1(in.u1()));
      case 'T' -> stack.add(in.latin1(in.i4()));
      case 'B' -> stack.add(in.bytes(in.i4() & 0xffffffffL));
      case 'C' -> stack.add(in.bytes(in.u1()));
      case 0x8e, 0x96 -> stack.add(in.bytes(in.i8()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case '(' -> stack.add(MARK);
      case ')' -> stack.add(new Sequence(List.of()));
      case 't', 0x91 -> stack.add(new Sequence(popToMark()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case ']', 0x8f -> stack.add(new Sequence(new ArrayList<>()));
      case '}' -> stack.add(new Dict());
      case 'a' -> {
        Object item = pop();
        append(List.of(item));
      }
      case 'e', 0x90 -> append(popToMark());
      case 's' -> {
        Object value = pop();
        Object key = pop();
        setItems(List.of(key, value));
      }
      case 'u' -> setItems(popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean bookkeeping(int opcode) {
    switch (opcode) {
      case 0x80 -> {
        int protocol = in.u1();
        if (protocol > 5) {
          throw damaged("pickle protocol " + protocol);
        }
      }
      case 0x95 -> in.i8(); // a frame's length: only a hint for buffering
      case '0' -> pop();
      case '1' -> popToMark();
      case '2' -> stack.add(peek());
      case 'q' -> memo.put(in.u1(), peek());
      case 'r' -> memo.put(in.i4(), peek());
      case 0x94 -> memo.put(memo.size(), peek());
      case 'h' -> recall(in.u1());
      case 'j' -> recall(in.i4());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int opcode) {
    switch (opcode) {
      case 'c' -> stack.add(handler.global(in.line(), in.line(), in.where()));
      case 0x93 -> {
        Object name = pop();
        Object module = pop();
        if (!(name instanceof String n) || !(module instanceof String m)) {
          throw damaged("a class without a name");
        }
        stack.add(handler.global(m, n, in.where()));
      }
      case 'R', 0x81 -> {
        List<Object> arguments = arguments();
        stack.add(handler.reduce(function(), arguments, in.where()));
      }
      case 0x92 -> {
        pop(); // keyword arguments
        List<Object> arguments = arguments();
        stack.add(handler.reduce(function(), arguments, in.where()));
      }
      case 'b' -> build();
      case 'Q' -> stack.add(handler.persistent(pop(), in.where()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** State of an object: attributes such as {@code _metadata}, which nobody here needs. */
  private void build() {
    pop();
    if (!(peek() instanceof PickleValue)) {
      throw damaged("state for a value that has none");
    }
  }

  private void tuple(int size) {
    List<Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(0, pop());
    }
    stack.add(new Sequence(items));
  }

  private void append(List<Object> items) {
    Object target = peek();
    if (target instanceof Opaque) {
      return;
    }
    if (!(target instanceof Sequence list) || !(list.items instanceof ArrayList)) {
      throw damaged("items for a value that is no list");
    }
    list.items.addAll(items);
  }

  private void setItems(List<Object> items) {
    Object target = peek();
    if (items.size() % 2 != 0) {
      throw damaged("a key without a value");
    }
    if (target instanceof Opaque) {
      return;
    }
    if (!(target instanceof Dict dict)) {
      throw damaged("entries for a value that is no dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  private void recall(int index) {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged("nothing is stored under " + index);
    }
    stack.add(value);
  }

  private Object integer(byte[] little) {
    if (little.length > 32) {
      throw damaged("a whole number of " + little.length + " bytes");
    }
    byte[] big = new byte[little.length + (little.length == 0 ? 1 : 0)];
    for (int i = 0; i < little.length; i++) {
      big[little.length - 1 - i] = little[i];
    }
    BigInteger value = new BigInteger(big);
    if (value.bitLength() < 64) {
      return value.longValue();
    }
    return value;
  }

  private List<Object> arguments() {
    if (pop() instanceof Sequence sequence) {
      return sequence.items;
    }
    throw damaged("a call without arguments");
  }

  private Global function() {
    if (pop() instanceof Global global) {
      return global;
    }
    throw damaged("a call of a value that is no function");
  }

  private Object pop() {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  private Object peek() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw damaged("a pickle takes a value that it has not made");
    }
    return stack.get(stack.size() - 1);
  }

  private List<Object> popToMark() {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw damaged("a pickle ends a group that it has not begun");
    }
    List<Object> tail = stack.subList(mark + 1, stack.size());
    List<Object> items = new ArrayList<>(tail);
    tail.clear();
    stack.remove(mark);
    return items;
  }

  private OctetException damaged(String what) {
    return Faults.damaged(what, in.where());
  }
}
