package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One {@code testcase} of a JUnit XML file, read from its first tag to its last. */
final class JUnitCase {
    /** Words for tests that did not run, as GoogleTest, CTest and NUnit's converters write them. */
    private static final Set<String> NOT_RUN = Set.of(
            "notrun",
            "not run",
            "disabled",
            "skipped",
            "suppressed",
            "ignored",
            "inconclusive",
            "pending",
            "notrunnable");

    private static final Set<String> SKIPPED = Set.of("skipped", "disabled", "ignored");
    private static final Set<String> RED = Set.of("fail", "failed", "failure", "error", "errored", "broken");
    private static final int DEEPEST = 50;
    private static final int DETAIL_LINES = 40;
    private static final int LONGEST_LINE = 500;

    private final XMLStreamReader xml;
    private final String owner;
    private final String name;
    private final int depth;
    private Optional<TestFailure> failure = Optional.empty();
    private boolean isSkipped;
    private final boolean isRed;
    private boolean isWhole;

    /**
     * @param suite the name of the suite, used when the case names neither class nor file
     * @param xml positioned at the case's start tag
     */
    JUnitCase(String suite, XMLStreamReader xml) {
        this(suite, xml, 0);
    }

    /**
     * @param depth the number of cases that enclose it
     */
    private JUnitCase(String suite, XMLStreamReader xml, int depth) {
        this.xml = xml;
        this.depth = depth;
        this.owner =
                shortened(attribute("classname").or(() -> attribute("file")).orElse(suite));
        this.name = shortened(attribute("name").orElse("(no name)"));
        List<String> said = Stream.of(attribute("status"), attribute("result"))
                .flatMap(Optional::stream)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .toList();
        this.isSkipped = said.stream().anyMatch(NOT_RUN::contains)
                || attribute("executed").filter("false"::equalsIgnoreCase).isPresent();
        this.isRed = said.stream().anyMatch(RED::contains);
    }

    /**
     * Whether an element reports a failure. Elements for earlier runs of a repeated test, such as flakyFailure, do not.
     */
    static boolean isFailure(String element) {
        return element.equals("failure") || element.equals("error");
    }

    /**
     * The failure of a suite that belongs to none of its cases, for example that it could not begin.
     *
     * @param xml positioned at the failure's start tag
     */
    static TestFailure failureOfSuite(String suite, XMLStreamReader xml) throws XMLStreamException {
        return new JUnitCase(suite, xml).failureOf(xml.getLocalName(), shortened(suite), "(suite)");
    }

    /**
     * Reads the case and counts it. If the file breaks off in it, it counts only if it was seen to fail or to be
     * skipped.
     */
    void countIn(TestTally tally) throws XMLStreamException {
        try {
            read(tally);
        } finally {
            if (failure.isPresent()) {
                tally.failed(failure.get());
            } else if (isRed) {
                tally.failed(new TestFailure(owner, name, "its status says so, and nothing else", List.of()));
            } else if (isSkipped) {
                tally.skipped();
            } else if (isWhole) {
                tally.passed();
            }
        }
    }

    private void read(TestTally tally) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("tests are within tests too deeply", xml.getLocation());
        }
        int open = 1;
        while (open > 0 && xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                open--;
            } else if (event == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("testcase")) {
                new JUnitCase(owner, xml, depth + 1).countIn(tally);
            } else if (event == XMLStreamConstants.START_ELEMENT && !(open == 1 && isFailureRead())) {
                isSkipped = isSkipped || (open == 1 && SKIPPED.contains(xml.getLocalName()));
                open++;
            }
        }
        isWhole = open == 0;
    }

    /** Reads the element to its end if it reports a failure, of which the first one is kept. */
    private boolean isFailureRead() throws XMLStreamException {
        String element = xml.getLocalName();
        if (!isFailure(element)) {
            return false;
        }
        TestFailure found = failureOf(element, owner, name);
        failure = failure.or(() -> Optional.of(found));
        return true;
    }

    private TestFailure failureOf(String element, String owner, String name) throws XMLStreamException {
        Optional<String> said = attribute("message").filter(text -> !text.isBlank());
        Optional<String> type = attribute("type").filter(text -> !text.isBlank());
        List<String> details = text().lines()
                .dropWhile(String::isBlank)
                .limit(DETAIL_LINES)
                .map(JUnitCase::shortened)
                .toList();
        String message = said.or(() -> details.stream().findFirst().map(String::strip))
                .or(() -> type)
                .orElse(element);
        return new TestFailure(owner, name, shortened(message.strip()), details);
    }

    /** The text of the element and of all elements within it, shortened. */
    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0 && xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (xml.isCharacters() && text.length() < DETAIL_LINES * LONGEST_LINE) {
                text.append(xml.getText());
            }
        }
        return text.toString();
    }

    private Optional<String> attribute(String attribute) {
        return Optional.ofNullable(xml.getAttributeValue(null, attribute));
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }
}
