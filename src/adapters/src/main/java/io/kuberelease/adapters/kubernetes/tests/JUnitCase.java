package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestFailure;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** One {@code testcase} of a JUnit XML file, read from its first tag to its last. */
final class JUnitCase {
    private static final int DETAIL_LINES = 40;
    private static final int LONGEST_LINE = 500;

    private final XMLStreamReader xml;
    private final String owner;
    private final String name;
    private Optional<TestFailure> failure = Optional.empty();
    private boolean isSkipped;
    private boolean isWhole;

    /**
     * @param suite what the case belongs to when it doesn't say so itself
     * @param xml stands at the case's first tag
     */
    JUnitCase(String suite, XMLStreamReader xml) {
        this.xml = xml;
        this.owner = attribute("classname").or(() -> attribute("file")).orElse(suite);
        this.name = attribute("name").orElse("(no name)");
    }

    /** Reads it; one that breaks off counts when it was seen to fail or to be skipped. */
    void countIn(TestTally tally) throws XMLStreamException {
        try {
            read();
        } finally {
            if (failure.isPresent()) {
                tally.failed(failure.get());
            } else if (isSkipped) {
                tally.skipped();
            } else if (isWhole) {
                tally.passed();
            }
        }
    }

    private void read() throws XMLStreamException {
        int depth = 1;
        while (depth > 0 && xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT && !(depth == 1 && isFailure())) {
                isSkipped = isSkipped || (depth == 1 && xml.getLocalName().equals("skipped"));
                depth++;
            }
        }
        isWhole = depth == 0;
    }

    /** Reads the element to its end when it tells of a failure; the first one counts. */
    private boolean isFailure() throws XMLStreamException {
        String element = xml.getLocalName();
        if (!element.equals("failure") && !element.equals("error")) {
            return false;
        }
        TestFailure found = failure(element);
        failure = failure.or(() -> Optional.of(found));
        return true;
    }

    private TestFailure failure(String element) throws XMLStreamException {
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

    /** The text of the element, whatever elements are within it. */
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
