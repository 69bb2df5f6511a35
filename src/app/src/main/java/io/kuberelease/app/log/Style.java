package io.kuberelease.app.log;

/** The emphasis of a piece of text; terminals choose the shades. */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GREEN("32"),
    RED("31"),
    RED_BOLD("1;31"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Wraps the text in the ANSI codes of this style; empty text is left as it is. */
    public String around(String text) {
        return code.isEmpty() || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
