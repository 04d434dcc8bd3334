package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.gc.GcBook.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBookTest extends GcBookContract {
  @TempDir Path folder;

  @Override
  GcBook open() {
    return new FileBook(folder, Disk.REAL);
  }

  @Test
  void aLineThatACrashCutOffIsCutAway() {
    GcBook book = open();
    book.append(Page.RUN, "one\ntw", false);
    book.mend(Page.RUN);
    book.append(Page.RUN, "three\n", true);
    assertEquals(List.of("one", "three"), lines(open(), Page.RUN));
  }
}
