package dev.orlop.appview.web;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Manifests;
import dev.orlop.appview.registry.Owners;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.registry.PageWish;
import dev.orlop.appview.registry.Referrer;
import dev.orlop.appview.registry.ReferrersWish;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.util.List;
import java.util.Optional;

/** Tags, referrers, and the caller's own repositories. */
final class ListRoutes {
  private final Gate gate;
  private final Owners owners;
  private final Manifests manifests;

  ListRoutes(Gate gate, Owners owners, Manifests manifests) {
    this.gate = gate;
    this.owners = owners;
    this.manifests = manifests;
  }

  void tags(OciCall call) {
    Gate.Entry entry = gate.require(call, Action.PULL);
    PageWish wish = new PageWish(count(call), call.param("last"));
    Page<String> page = manifests.tags(entry.caller(), entry.repository(), wish);
    String path = "/v2/" + Escapes.encodePath(entry.name().text()) + "/tags/list";
    link(call, path, wish, page, "");
    call.reply(
        DataMap.builder()
            .put("name", entry.name().text())
            .put("tags", page.items().stream().map(DataValue.Text::new).toList())
            .build());
  }

  void catalog(OciCall call) {
    Caller caller = gate.requireAccount(call);
    AtIdentifier owner = owners.shown(caller.did().orElseThrow(OciError.UNAUTHORIZED::exception));
    String front = ImageName.of(owner, new RepositoryName("x")).text().replaceFirst("x$", "");
    Optional<String> last =
        call.param("last")
            .map(name -> name.startsWith(front) ? name.substring(front.length()) : name);
    PageWish wish = new PageWish(count(call), last);
    Page<String> page = manifests.repositories(caller, wish);
    link(call, "/v2/_catalog", wish, page, front);
    call.reply(
        DataMap.builder()
            .put(
                "repositories",
                page.items().stream().map(name -> new DataValue.Text(front + name)).toList())
            .build());
  }

  private static void link(
      OciCall call, String path, PageWish wish, Page<String> page, String front) {
    if (page.more()) {
      String last = Escapes.encodeQuery(front + page.items().getLast());
      call.linkNext(path + "?n=" + wish.count() + "&last=" + last);
    }
  }

  void referrers(OciCall call) {
    Digest subject = Reference.digest(call.path().last());
    Optional<String> type = call.param("artifactType").filter(text -> !text.isEmpty());
    Page<Referrer> page;
    try {
      Gate.Entry entry = gate.require(call, Action.PULL);
      page =
          manifests.referrers(
              entry.caller(),
              entry.repository(),
              subject,
              new ReferrersWish(type, call.digestParam("last")));
    } catch (OciException e) {
      if (e.error() != OciError.NAME_UNKNOWN) {
        throw e;
      }
      page = Page.empty();
    }
    type.ifPresent(_ -> call.header(OciHeaders.FILTERS_APPLIED, "artifactType"));
    if (page.more()) {
      String query = "?last=" + page.items().getLast().digest();
      call.linkNext(
          "/v2/"
              + Escapes.encodePath(call.path().name())
              + "/referrers/"
              + subject
              + query
              + type.map(text -> "&artifactType=" + Escapes.encodeQuery(text)).orElse(""));
    }
    call.reply(MediaTypes.OCI_INDEX, DataJson.write(index(page.items())));
  }

  private static DataMap index(List<Referrer> referrers) {
    return DataMap.builder()
        .put("schemaVersion", 2)
        .put("mediaType", MediaTypes.OCI_INDEX)
        .put("manifests", referrers.stream().map(ListRoutes::descriptor).toList())
        .build();
  }

  private static DataMap descriptor(Referrer referrer) {
    DataMap.Builder map =
        DataMap.builder()
            .put("mediaType", referrer.mediaType())
            .put("digest", referrer.digest().toString())
            .put("size", referrer.size());
    referrer.artifactType().ifPresent(type -> map.put("artifactType", type));
    if (!referrer.annotations().isEmpty()) {
      DataMap.Builder annotations = DataMap.builder();
      referrer.annotations().forEach(annotations::put);
      map.put("annotations", annotations.build());
    }
    return map.build();
  }

  private static int count(OciCall call) {
    Optional<String> n = call.param("n");
    if (n.isEmpty()) {
      return PageWish.MAX_COUNT;
    }
    if (!n.get().matches("\\d{1,18}")) {
      throw OciCall.badParam("n");
    }
    return (int) Math.min(Long.parseLong(n.get()), PageWish.MAX_COUNT);
  }
}
