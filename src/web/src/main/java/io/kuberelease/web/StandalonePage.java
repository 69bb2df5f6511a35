package io.kuberelease.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete page, where no host has a frame for it: for the terminal, and for tests. It has no inline script or style,
 * and loads nothing from other hosts.
 *
 * @param title the window's title; is escaped
 * @param kind the page's kind: {@code release}, {@code job}, {@code board}, {@code decision} or
 *     {@code previews}
 * @param assets the path of scripts and styles, relative to the page, with a slash at the end
 * @param data settings for the scripts, by name: {@code url} of the page's document, {@code document}, {@code root},
 *     and more
 */
public record StandalonePage(String title, String kind, String assets, Map<String, String> data) {
    /** The value for the header {@code Content-Security-Policy}. */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public StandalonePage {
        data = Map.copyOf(data);
    }

    /** The page as HTML. */
    public String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="referrer" content="no-referrer">
                  <title>%1$s</title>
                  <link rel="icon" href="%2$sicon.svg">
                  <link rel="stylesheet" href="%2$stheme.css">
                  <link rel="stylesheet" href="%2$spage.css">
                </head>
                <body class="kr-alone">
                  <main>
                    <div id="kube-release" class="kr"%3$s>
                      <p class="kr-quiet">Loading…</p>
                      <noscript>This page needs JavaScript.</noscript>
                    </div>
                  </main>
                  <script type="module" src="%2$smain.js"></script>
                </body>
                </html>
                """.formatted(escaped(title), escaped(assets), attributes());
    }

    private String attributes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("page", kind);
        data.keySet().stream().sorted().forEach(name -> all.put(name, data.getOrDefault(name, "")));
        StringBuilder attributes = new StringBuilder();
        all.forEach((name, value) -> attributes
                .append(" data-")
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
        return attributes.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
