package dev.orlop.hold.pull;

/** How the bytes of a blob reach whoever asks for them without asking for a URL. */
public enum Delivery {
  /** The shortest way: from here what lies here, by redirect what lies elsewhere. */
  AUTO,
  /** Always by redirect to a URL that is good for a while, so that a cache may stand in between. */
  REDIRECT,
  /** Always through this server. */
  PROXY,
  /** Files by the web server that stands before this one, which is told where they are. */
  ACCEL
}
