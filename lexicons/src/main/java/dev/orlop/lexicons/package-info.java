/**
 * The schemas of the network as this project speaks it: the {@code io.atcr.*} records and methods,
 * and those of {@code com.atproto.*} that are served or called here, as Lexicon documents of our
 * own writing; and the validator that holds values against them.
 *
 * <p><b>Terms.</b> An <i>NSID</i> names a document; {@link dev.orlop.lexicons.Nsids} has one
 * constant for each that the code mentions, and no other place spells them out. <i>Bundled</i>
 * documents lie beside the classes as resources, {@code lexicons/io/atcr/tag.json}, listed in
 * {@code lexicons/index.txt}. A {@link dev.orlop.lexicons.RepositoryName} is what the records'
 * {@code repository} must be, which no lexicon format says.
 *
 * <p><b>Tricky bits.</b> Two generations of {@code io.atcr.*} are in use. The documents accept
 * both: what only one generation writes is optional here, and the readers of records decide. Where
 * a method has an error name for a bad field, such as {@code InvalidDigest}, the document leaves
 * that field unbounded, so that the method answers with the name that clients know. The name {@code
 * com.atproto.sync.getBlob} takes an OCI digest beside a CID, hence its {@code cid} has no format.
 * A blob reference of the form before {@code $type} is refused in records.
 *
 * <p><b>Must not import</b> anything that reaches the network, a disk or a clock.
 */
@NullMarked
package dev.orlop.lexicons;

import org.jspecify.annotations.NullMarked;
