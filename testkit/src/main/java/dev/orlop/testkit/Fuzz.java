package dev.orlop.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Mutation fuzzing of a decoder: every file of a corpus as it is, then many mutants of each.
 *
 * <p>A decoder holds when it either returns or throws the exception it declares; any other
 * throwable is a failure, and its input is printed in hex so that it can join the corpus. Runs are
 * seeded and bounded in count, so they belong in the ordinary test run; {@code -Dorlop.cases=N}
 * makes them longer.
 */
public final class Fuzz {
  private static final int MAX_PRINTED_BYTES = 4096;

  private Fuzz() {}

  /** A decoder under test: returns, or throws its declared exception. */
  @FunctionalInterface
  public interface Target {
    /** Decodes {@code input}. */
    void decode(byte[] input) throws Exception;
  }

  /** The files of a corpus folder, in name order: {@code <module>/src/test/resources/<name>}. */
  public static List<byte[]> corpus(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> inputs = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
      if (inputs.isEmpty()) {
        throw new AssertionError("the corpus is empty: " + folder);
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Feeds {@code target} each corpus input, then {@code mutants} mutated ones.
   *
   * @param refusal the exception with which the decoder refuses bad input
   */
  public static void run(
      List<byte[]> corpus, int mutants, Class<? extends Exception> refusal, Target target) {
    for (byte[] input : corpus) {
      feed(input, refusal, target);
    }
    SplittableRandom random = new SplittableRandom(Long.getLong("orlop.seed", 1));
    int rounds = Integer.getInteger("orlop.cases", mutants);
    for (int i = 0; i < rounds; i++) {
      byte[] input = corpus.get(random.nextInt(corpus.size()));
      for (int step = random.nextInt(1, 5); step > 0; step--) {
        input = mutate(input, corpus, random);
      }
      feed(input, refusal, target);
    }
  }

  private static void feed(byte[] input, Class<? extends Exception> refusal, Target target) {
    try {
      target.decode(input.clone());
    } catch (Throwable thrown) {
      if (!refusal.isInstance(thrown)) {
        throw new AssertionError("the decoder broke with " + thrown + " on " + hex(input), thrown);
      }
    }
  }

  private static String hex(byte[] input) {
    int shown = Math.min(input.length, MAX_PRINTED_BYTES);
    String text = HexFormat.of().formatHex(input, 0, shown);
    return shown == input.length ? text : text + "... (" + input.length + " bytes)";
  }

  private static byte[] mutate(byte[] input, List<byte[]> corpus, SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> flipBit(input, random);
      case 1 -> setByte(input, random);
      case 2 -> cut(input, random);
      case 3 -> insert(input, random);
      case 4 -> remove(input, random);
      case 5 -> repeat(input, random);
      default -> splice(input, corpus.get(random.nextInt(corpus.size())), random);
    };
  }

  private static byte[] flipBit(byte[] input, SplittableRandom random) {
    if (input.length == 0) {
      return input;
    }
    byte[] mutant = input.clone();
    mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
    return mutant;
  }

  /** Sets one byte to a value that decoders stumble over: zero, all ones, heads of long items. */
  private static byte[] setByte(byte[] input, SplittableRandom random) {
    if (input.length == 0) {
      return input;
    }
    int[] telling = {0x00, 0x7f, 0x80, 0xff, 0x1b, 0x3b, 0x5b, 0x7b, 0x9b, 0xbb, 0xd8, 0xf6, 0x22};
    byte[] mutant = input.clone();
    mutant[random.nextInt(mutant.length)] = (byte) telling[random.nextInt(telling.length)];
    return mutant;
  }

  private static byte[] cut(byte[] input, SplittableRandom random) {
    return Arrays.copyOf(input, random.nextInt(input.length + 1));
  }

  private static byte[] insert(byte[] input, SplittableRandom random) {
    byte[] inserted = new byte[random.nextInt(1, 10)];
    random.nextBytes(inserted);
    int at = random.nextInt(input.length + 1);
    return join(Arrays.copyOf(input, at), inserted, Arrays.copyOfRange(input, at, input.length));
  }

  private static byte[] remove(byte[] input, SplittableRandom random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1, 10));
    return join(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
  }

  private static byte[] repeat(byte[] input, SplittableRandom random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(1, 40));
    return join(Arrays.copyOf(input, to), Arrays.copyOfRange(input, from, input.length));
  }

  private static byte[] splice(byte[] head, byte[] tail, SplittableRandom random) {
    byte[] front = Arrays.copyOf(head, random.nextInt(head.length + 1));
    return join(front, Arrays.copyOfRange(tail, random.nextInt(tail.length + 1), tail.length));
  }

  private static byte[] join(byte[]... pieces) {
    int length = 0;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, joined, at, piece.length);
      at += piece.length;
    }
    return joined;
  }
}
