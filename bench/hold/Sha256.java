import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Prints the seconds that hashing the files takes, on one core, once the code is warm. */
public class Sha256 {
  public static void main(String[] files) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[64 << 10];
    for (int i = 0; i < 1000; i++) {
      digest.update(buffer);
    }
    digest.reset();
    long nanos = 0;
    for (String file : files) {
      try (var in = Files.newInputStream(Path.of(file))) {
        for (int n; (n = in.read(buffer)) >= 0; ) {
          long from = System.nanoTime();
          digest.update(buffer, 0, n);
          nanos += System.nanoTime() - from;
        }
      }
    }
    System.out.printf("%.3f%n", nanos / 1e9);
  }
}
