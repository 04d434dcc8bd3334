/**
 * Reads the configuration, from a YAML file and the environment, into values.
 *
 * <p><b>Terms.</b> Each setting has a key in lower case with dashes, and a name in the environment:
 * {@code ORLOP_} and the key in capitals, with {@code _} for dashes and dots. Names that operators
 * know from ATCR work as well.
 *
 * <p><b>Tricky bits.</b> The environment wins over the file. A key that is not known is an error,
 * and all errors are told at once.
 *
 * <p><b>Must not import</b> what is built from the configuration; only the option records of the
 * packages below.
 */
@NullMarked
package dev.orlop.hold.config;

import org.jspecify.annotations.NullMarked;
