/**
 * What a Lexicon document says, as immutable values, and the parser that makes them.
 *
 * <p><b>Terms.</b> A <i>document</i> is one JSON file, named by an NSID, which holds
 * <i>definitions</i> by name. The definition {@code main} may be a record, a method, a subscription
 * or a permission set; every other one is a <i>schema</i>, the description of a value. A <i>ref</i>
 * names a definition, here or in another document.
 *
 * <p><b>Tricky bits.</b> A ref, a union or an unknown is never a definition of its own, so a chain
 * of refs ends after one step. Lengths of text are counted in bytes of UTF-8, other lengths in
 * items. A field that the parser does not know is left alone, because the language grows; a field
 * that it knows must be right.
 *
 * <p><b>Must not import</b> {@code dev.orlop.lexicons} or {@code dev.orlop.lexicons.check}.
 */
@NullMarked
package dev.orlop.lexicons.model;

import org.jspecify.annotations.NullMarked;
