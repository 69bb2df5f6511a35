package io.kuberelease.adapters.kubernetes.tests;

import io.kuberelease.model.TestFailure;
import io.kuberelease.model.TestSummary;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Counts the test cases of JUnit XML files and keeps what the red ones said. A file is not trusted: a document type
 * declaration is refused, nothing outside the file is ever read. Of a file that breaks off, what was read counts.
 */
final class JUnitReader {

    private static final int MOST_FAILURES = 100;
    private static final int MOST_NOTES = 20;
    private static final int DETAIL_LINES = 40;
    private static final int LONGEST_LINE = 500;

    private final XMLInputFactory parsers = safeParsers();
    private final List<TestFailure> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int passed;
    private int failed;
    private int skipped;
    private int readable;

    /** Adds what a file says. */
    void read(String name, byte[] content) {
        try {
            XMLStreamReader xml = parsers.createXMLStreamReader(new ByteArrayInputStream(content));
            try {
                readCases(name, xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException malformed) {
            note("report " + name + " is not well-formed XML" + place(malformed) + "; what comes before it counts");
        } catch (RefusedReport refused) {
            note("report " + name + " is refused: " + refused.getMessage());
        }
    }

    /** Adds something that a person must know about the reports. */
    void note(String text) {
        if (notes.size() < MOST_NOTES) {
            notes.add(text);
        }
    }

    /** What all files together say. */
    CollectedReports collected() {
        Optional<TestSummary> summary =
                readable == 0 ? Optional.empty() : Optional.of(new TestSummary(passed, failed, skipped, failures));
        return new CollectedReports(summary, notes);
    }

    private void readCases(String name, XMLStreamReader xml) throws XMLStreamException {
        boolean known = false;
        String suite = name;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new RefusedReport("it has a document type declaration, which no test tool writes");
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String element = xml.getLocalName();
            if (!known && !List.of("testsuites", "testsuite").contains(element)) {
                throw new RefusedReport("its first element is <" + element + ">, not <testsuites> or <testsuite>");
            }
            if (!known) {
                known = true;
                readable++;
            }
            if (element.equals("testsuite")) {
                suite = attribute(xml, "name").orElse(name);
            } else if (element.equals("testcase")) {
                readCase(suite, xml);
            }
        }
    }

    private void readCase(String suite, XMLStreamReader xml) throws XMLStreamException {
        String owner =
                attribute(xml, "classname").or(() -> attribute(xml, "file")).orElse(suite);
        String name = attribute(xml, "name").orElse("(no name)");
        TestFailure failure = null;
        boolean isSkipped = false;
        int depth = 1;
        try {
            while (depth > 0 && xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    String element = xml.getLocalName();
                    depth++;
                    if (depth == 2 && (element.equals("failure") || element.equals("error"))) {
                        TestFailure found = failure(owner, name, element, xml);
                        failure = failure == null ? found : failure;
                        depth--;
                    } else if (depth == 2 && element.equals("skipped")) {
                        isSkipped = true;
                    }
                }
            }
        } finally {
            count(failure, isSkipped, depth == 0);
        }
    }

    private void count(@Nullable TestFailure failure, boolean isSkipped, boolean whole) {
        if (failure != null) {
            failed++;
            if (failures.size() < MOST_FAILURES) {
                failures.add(failure);
            }
        } else if (isSkipped) {
            skipped++;
        } else if (whole) {
            passed++;
        }
    }

    private static TestFailure failure(String owner, String name, String element, XMLStreamReader xml)
            throws XMLStreamException {
        Optional<String> said = attribute(xml, "message").filter(text -> !text.isBlank());
        Optional<String> type = attribute(xml, "type").filter(text -> !text.isBlank());
        List<String> details = text(xml)
                .lines()
                .dropWhile(String::isBlank)
                .limit(DETAIL_LINES)
                .map(JUnitReader::shortened)
                .toList();
        String message = said.or(() -> details.stream().findFirst().map(String::strip))
                .or(() -> type)
                .orElse(element);
        return new TestFailure(owner, name, shortened(message.strip()), details);
    }

    /** The text of the element, whatever elements are within it. */
    private static String text(XMLStreamReader xml) throws XMLStreamException {
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

    private static Optional<String> attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }

    private static String place(XMLStreamException malformed) {
        return Objects.isNull(malformed.getLocation())
                ? ""
                : " at line " + malformed.getLocation().getLineNumber();
    }

    private static XMLInputFactory safeParsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** A file that is not to be read further. */
    private static final class RefusedReport extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedReport(String why) {
            super(why);
        }
    }
}
