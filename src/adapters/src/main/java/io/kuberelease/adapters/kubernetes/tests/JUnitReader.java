package io.kuberelease.adapters.kubernetes.tests;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts the test cases of JUnit XML files and keeps what the red ones said. A file is not trusted: a document type
 * declaration is refused, nothing outside the file is ever read. Of a file that breaks off, what was read counts.
 */
final class JUnitReader {

    private static final int MOST_NOTES = 20;

    private final XMLInputFactory parsers = safeParsers();
    private final TestTally tally = new TestTally();
    private final List<String> notes = new ArrayList<>();
    private int readable;

    /**
     * Adds what a file says.
     *
     * @return whether it could be read to its end
     */
    boolean read(String name, byte[] content) {
        try {
            XMLStreamReader xml = parsers.createXMLStreamReader(new ByteArrayInputStream(content));
            try {
                readCases(name, xml);
                return true;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException malformed) {
            note("report " + name + " is not well-formed XML" + place(malformed) + "; what comes before it counts");
        } catch (RefusedReport refused) {
            note("report " + name + " is refused: " + refused.getMessage());
        }
        return false;
    }

    /** Adds something that a person must know about the reports. */
    void note(String text) {
        if (notes.size() < MOST_NOTES) {
            notes.add(text);
        }
    }

    /** What all files together say. */
    CollectedReports collected() {
        return new CollectedReports(readable == 0 ? Optional.empty() : Optional.of(tally.summary()), notes);
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
                suite = Optional.ofNullable(xml.getAttributeValue(null, "name")).orElse(name);
            } else if (element.equals("testcase")) {
                new JUnitCase(suite, xml).countIn(tally);
            }
        }
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
