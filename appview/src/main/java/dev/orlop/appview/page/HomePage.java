package dev.orlop.appview.page;

import java.util.List;

/** What this is, and how to use it. */
final class HomePage {
  private HomePage() {}

  static Html of(String service) {
    return Html.all(
        El.of("h1", "Container images under names that people own"),
        El.of(
                "p",
                "An image here belongs to an account of the AT Protocol. Its manifests and tags are"
                    + " records in the account's own repo, its layers lie in a hold that the account"
                    + " chose, and this registry brings both to docker, podman, skopeo and others.")
            .looks("lead"),
        section(
            "Pull",
            "Every image is called by its owner, then its name. Public images need no account.",
            "docker pull " + service + "/alice.example.com/app:latest"),
        section(
            "Log in",
            "With your handle, and an app password made at your own server.",
            "docker login " + service + " -u alice.example.com"),
        section(
            "Push",
            "To a name that begins with your handle. The image goes to the hold of your profile.",
            "docker tag app " + service + "/alice.example.com/app:1.0",
            "docker push " + service + "/alice.example.com/app:1.0"),
        section(
            "See who counted",
            "Holds count pulls into records that they sign. A page shows them with their sources;"
                + " anybody can check a number against the signature.",
            "orlop stats verify alice.example.com/app --hold https://hold.example.com"));
  }

  private static El section(String title, String text, String... commands) {
    return El.of("section", El.of("h2", title), El.of("p", text), Commands.of(List.of(commands)));
  }
}
