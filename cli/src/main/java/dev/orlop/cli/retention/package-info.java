/**
 * Which manifests a hold gives up: those that their owners have deleted, and those that nobody uses
 * by the operator's rule.
 *
 * <p><b>Terms.</b> A manifest is <i>held</i> if layer records of the hold are about it. An
 * <i>owner's images</i> are the manifests and tags in the repo of their account. A rule
 * <i>keeps</i> a manifest; what belongs to a kept one, the images of an index and what is said
 * about an image (its referrers), is kept with it.
 *
 * <p><b>Tricky bits.</b> What is not known keeps: an owner who cannot be asked loses nothing, and
 * neither does a manifest that was pushed a short time ago, whose record may be on its way. A plan
 * is made anew before it is applied, and only what both name goes.
 *
 * <p><b>Must not import</b> anything that talks to a network: {@code remote} does that.
 */
@NullMarked
package dev.orlop.cli.retention;

import org.jspecify.annotations.NullMarked;
