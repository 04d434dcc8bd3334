/**
 * Helpers for the tests of every module: official vectors where they are present, seeded random
 * cases, and mutation fuzzing with a corpus that stays in the repository.
 *
 * <p><b>Terms.</b> A <i>vector</i> is an official interoperability fixture kept outside this
 * repository, in {@code ../shared/vectors}. A <i>case</i> is one round of a property test with its
 * own seed. A <i>corpus</i> is a folder of inputs, good and bad, that a fuzz test starts from.
 *
 * <p><b>Must not import</b> any other module of the project: all of them test with this one.
 */
@NullMarked
package dev.orlop.testkit;

import org.jspecify.annotations.NullMarked;
