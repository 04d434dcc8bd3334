package dev.orlop.hold.config;

import dev.orlop.atproto.config.SettingText;
import dev.orlop.atproto.config.Settings;
import dev.orlop.hold.store.sql.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads where the repos lie, if not in the folder. */
record DatabaseReader(Settings<HoldSetting> settings, Path folder) {
  /** Present if it is sound; in it a database, if there is one. */
  Optional<Optional<DatabaseSettings>> read() {
    Optional<String> url = settings.parse(HoldSetting.DATABASE_URL, DatabaseReader::url);
    Optional<String> password = settings.parse(HoldSetting.DATABASE_PASSWORD_FILE, this::password);
    Optional<Integer> connections =
        settings.parse(HoldSetting.DATABASE_CONNECTIONS, DatabaseReader::connections);
    if (url.isEmpty() || password.isEmpty() || connections.isEmpty()) {
      return Optional.empty();
    }
    String user = settings.text(HoldSetting.DATABASE_USER);
    return Optional.of(
        url.filter(text -> !text.isEmpty())
            .map(text -> new DatabaseSettings(text, user, password.get(), connections.get())));
  }

  /** Is not shown in the message: it may hold a password. */
  private static String url(String text) {
    if (!text.isEmpty() && !text.startsWith(DatabaseSettings.PREFIX)) {
      throw new IllegalArgumentException("must begin with " + DatabaseSettings.PREFIX + "//");
    }
    return text;
  }

  private String password(String file) {
    if (file.isEmpty()) {
      return settings.text(HoldSetting.DATABASE_PASSWORD);
    }
    try {
      return Files.readString(folder.resolve(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be read: " + e);
    }
  }

  /** One for who writes, and one for all others. */
  private static int connections(String text) {
    int count = SettingText.count(text);
    if (count < 2) {
      throw new IllegalArgumentException("must be 2 at least");
    }
    return count;
  }
}
