package dev.orlop.atproto.config;

/** One of the settings that a server has; the constants of an enum of the server's. */
public interface Setting {
  /** What it is called, and what it is if nobody says. */
  SettingSpec spec();
}
