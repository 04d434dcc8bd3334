package dev.orlop.atproto.config;

import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.identity.NetworkPolicy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server's settings as an operator wrote them, on their way into values; gathers all that is
 * wrong with them, so that it is told at once. For one thread.
 *
 * @param <S> the server's settings
 */
public final class Settings<S extends Setting> {
  private final S[] all;
  private final Function<SettingSpec, String> label;
  private final Map<S, String> values = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  /**
   * None written yet.
   *
   * @param all the settings there are
   * @param label what a setting is called where something is wrong with it
   */
  public Settings(S[] all, Function<SettingSpec, String> label) {
    this.all = all.clone();
    this.label = label;
  }

  /** Takes one down, over what was there. */
  public void put(S setting, String text) {
    values.put(setting, text);
  }

  /** Takes those down that the environment has, over what was there. */
  public void readEnvironment(Map<String, String> environment) {
    for (S setting : all) {
      setting
          .spec()
          .environmentNames()
          .map(environment::get)
          .filter(Settings::isSaid)
          .forEach(text -> put(setting, text.strip()));
    }
  }

  private static boolean isSaid(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /** What is written, or else the default. */
  public String text(S setting) {
    return values.getOrDefault(setting, setting.spec().absent());
  }

  /**
   * The value of a setting; empty if there is something wrong with it, which is kept.
   *
   * @param parser throws {@link IllegalArgumentException}, with what the text must be
   */
  public <T> Optional<T> parse(S setting, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text(setting)));
    } catch (IllegalArgumentException e) {
      fault(label.apply(setting.spec()) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * How others are found.
   *
   * @param plcDirectory an origin
   * @param nameServers addresses with commas between
   * @param development whether loopback and names ending in .test may be talked to, over http
   * @param localHandlePort where, in development, names ending in .test are asked for their DIDs
   */
  public Optional<Lookups> lookups(
      S plcDirectory, S nameServers, S development, S localHandlePort) {
    Optional<URI> plc = parse(plcDirectory, SettingText::origin);
    Optional<List<InetSocketAddress>> servers = parse(nameServers, SettingText::nameServers);
    Optional<Boolean> local = parse(development, SettingText::bool);
    Optional<Integer> port = parse(localHandlePort, SettingText::port);
    if (plc.isEmpty() || servers.isEmpty() || local.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    NetworkPolicy policy = local.get() ? NetworkPolicy.DEVELOPMENT : NetworkPolicy.PUBLIC_ONLY;
    return Optional.of(new Lookups(policy, plc.get(), servers.get(), port.get()));
  }

  /** Keeps something else that is wrong. */
  public void fault(String fault) {
    faults.add(fault);
  }

  /**
   * Goes on only if nothing is wrong.
   *
   * @throws ConfigException with everything that is
   */
  public void requireSound() {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }
}
