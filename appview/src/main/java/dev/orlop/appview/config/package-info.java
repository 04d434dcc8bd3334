/**
 * Reads the configuration from the environment into values.
 *
 * <p><b>Terms.</b> Each setting has a key in lower case with dashes. Its name in the environment is
 * {@code ORLOP_APPVIEW_} and the key in capitals, with {@code _} for dashes. Names that operators
 * know from ATCR work as well.
 *
 * <p><b>Tricky bits.</b> There is no file: the AppView keeps nothing but a key, and runs where
 * settings come in the environment. All errors are told at once.
 *
 * <p><b>Must not import</b> what is built from the configuration; only the option values of the
 * packages below.
 */
@NullMarked
package dev.orlop.appview.config;

import org.jspecify.annotations.NullMarked;
