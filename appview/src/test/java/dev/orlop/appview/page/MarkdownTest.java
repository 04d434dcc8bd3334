package dev.orlop.appview.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MarkdownTest {
  private static String html(String source) {
    StringBuilder out = new StringBuilder();
    Markdown.render(source).write(out);
    return out.toString();
  }

  @Test
  void whatPeopleWriteLooksAsTheyMeantIt() {
    assertEquals("<h3>Title</h3>\n<p>some <em>text</em></p>\n", html("# Title\n\nsome *text*"));
    assertEquals(
        "<p><a rel=\"nofollow ugc noopener\" href=\"https://a.example/b?c=1&amp;d=2\">x</a></p>\n",
        html("[x](https://a.example/b?c=1&d=2)"));
    assertTrue(html("| a | b |\n|---|---|\n| 1 | 2 |").contains("<td>1</td>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<svg/onload=alert(1)>",
        "<!-- --> <![CDATA[ x ]]> <?php ?>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](  javascript:alert(1) )",
        "[x](&#106;avascript:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](//evil.example.com)",
        "[x](/auth/token)",
        "[x](https://registry.test@evil.example.com)",
        "[x](https://a.example/\"onmouseover=\"alert(1))",
        "<javascript:alert(1)>",
        "<https://a.example/<script>>",
        "[x][y]\n\n[y]: javascript:alert(1) \"title\"",
        "![x](https://tracker.example.com/pixel.png)",
        "![x](javascript:alert(1))",
        "[![x](https://t.example/p.png)](https://a.example)",
        "[![x](https://t.example/p.png)](javascript:alert(1))",
        "![[a](javascript:x)](data:x)",
        "[x](https://a.example \"t\\\" onclick=alert(1) x=\\\"\")",
        "```\"><script>\ncode\n```",
        "~~~ x\" onclick=\"alert(1)\n</code></pre><script>\n~~~",
        "`</code><script>`",
        "\u0000 \u202e \ud800 x",
      })
  void nothingRunsFetchesOrLeadsAstray(String source) {
    TamePage.require(html(source));
    assertFalse(html(source).contains("<img"));
  }

  @Test
  void aPictureIsALinkToItByItsOwnText() {
    assertEquals(
        "<p><a rel=\"nofollow ugc noopener\" href=\"https://a.example/b.png\">a boat</a></p>\n",
        html("![a boat](https://a.example/b.png)"));
    assertEquals(
        "<p><a rel=\"nofollow ugc noopener\" href=\"https://b.example\">badge</a></p>\n",
        html("[![badge](https://a.example/b.png)](https://b.example)"));
  }

  @Test
  void anAddressBetweenBracketsIsALink() {
    assertEquals(
        "<p>see <a rel=\"nofollow ugc noopener\" href=\"https://a.example/b\">https://a.example/b</a>"
            + ", a &lt;b&gt; c</p>\n",
        html("see <https://a.example/b>, a <b> c"));
  }

  @Test
  void aLinkThatLeadsNowhereIsItsText() {
    assertEquals("<p>the <em>manual</em></p>\n", html("the [*manual*](docs/manual.md)"));
  }

  /** Each as long as a description may be. */
  @Test
  void whatIsNestedWithoutEndIsShownAsItIsAndSoon() {
    for (String piece :
        List.of(
            "> ", "- ", "[", "![", "*a **b ", "`", "<", "<a ", "<a", "<!--", "1. ", "| ", "\\",
            "[a](")) {
      String source = piece.repeat(100_000 / piece.length());
      TamePage.require(html(source));
    }
    assertTrue(html("> ".repeat(1000) + "x").startsWith("<pre>&gt; "));
  }

  @Test
  void noMixtureOfMarksMakesMarkup() {
    Random random = new Random(20261121);
    List<String> marks =
        List.of(
            "[",
            "]",
            "(",
            ")",
            "!",
            "<",
            ">",
            "*",
            "_",
            "`",
            "#",
            "\n",
            "\n\n",
            "&#106;",
            "|",
            "---",
            "javascript:",
            "https://a.example",
            "\"",
            "'",
            "script",
            " ",
            "    ",
            "\\",
            "<a href=",
            "onclick=",
            "- ",
            "> ",
            "x");
    for (int i = 0; i < 5_000; i++) {
      StringBuilder source = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        source.append(marks.get(random.nextInt(marks.size())));
      }
      TamePage.require(html(source.toString()));
    }
  }

  @Test
  void theReaderOfTheseTestsSeesWhatItIsThereToSee() {
    for (String bad :
        List.of(
            "<script>",
            "<p onclick=\"x\">",
            "<a href=\"javascript:x\">",
            "<a href=\"//x\">",
            "<p class=x>",
            "a < b")) {
      assertThrows(AssertionError.class, () -> TamePage.require(bad), bad);
    }
  }
}
