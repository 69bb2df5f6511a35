package io.kuberelease.adapters.kubernetes.tests;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads the reports from the log of the {@link ReportsCourier}, which is not trusted: numbers and sizes are limited.
 */
final class ReportsUnpacker {

    private static final int MOST_FILES = 5_000;
    private static final long LARGEST_FILE = 32L * 1024 * 1024;
    private static final long LARGEST_TOTAL = 128L * 1024 * 1024;

    private final ReportsPlace place;
    private final ReportsKeeper keeper;

    ReportsUnpacker(ReportsPlace place, ReportsKeeper keeper) {
        this.place = place;
        this.keeper = keeper;
    }

    CollectedReports unpack(String log) {
        List<String> lines = log.lines().toList();
        if (lines.contains(ReportsCourier.NONE)) {
            return CollectedReports.none("no report matches " + place.glob() + " in " + place.directory());
        }
        for (String line : lines) {
            if (line.startsWith(ReportsCourier.TOO_LARGE)) {
                return CollectedReports.unread("the reports are too large to be carried out of the pod:"
                        + line.substring(ReportsCourier.TOO_LARGE.length()) + " bytes compressed, at most "
                        + ReportsCourier.LARGEST + "; keep the tests' output out of them");
            }
        }
        int begin = lines.lastIndexOf(ReportsCourier.BEGIN);
        int end = lines.lastIndexOf(ReportsCourier.END);
        if (begin < 0 || end < begin) {
            return CollectedReports.unread("the reports did not come out of the pod whole; its log has " + lines.size()
                    + " lines" + (lines.isEmpty() ? "" : ", the last: " + shortened(lines)));
        }
        String archive = lines.subList(begin + 1, end).stream().collect(Collectors.joining());
        List<String> left = lines.stream()
                .filter(line -> line.startsWith(ReportsCourier.UNREADABLE))
                .map(line -> "report" + line.substring(ReportsCourier.UNREADABLE.length())
                        + " could not be read by the user who carries it out of the pod: let others read it")
                .toList();
        return read(archive, left);
    }

    private static String shortened(List<String> lines) {
        String last = lines.get(lines.size() - 1);
        return last.length() <= 100 ? last : last.substring(0, 100) + "…";
    }

    private CollectedReports read(String archive, List<String> left) {
        JUnitReader reports = new JUnitReader();
        left.forEach(reports::unread);
        try (InputStream bytes =
                        new ByteArrayInputStream(Base64.getMimeDecoder().decode(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(bytes))) {
            readAll(tar, reports);
        } catch (IOException | IllegalArgumentException broken) {
            reports.unread("the archive of reports is damaged: " + broken.getMessage());
        }
        return reports.collected();
    }

    private void readAll(TarArchiveInputStream tar, JUnitReader reports) throws IOException {
        long total = 0;
        int files = 0;
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
            if (entry.isFile() && place.matches(entry.getName())) {
                total += entry.getSize();
                files++;
                if (files > MOST_FILES || total > LARGEST_TOTAL || entry.getSize() > LARGEST_FILE) {
                    reports.unread("reports from " + entry.getName()
                            + " on are left out: they are too many or too large; keep the tests' output out of them");
                    return;
                }
                read(entry.getName().replaceFirst("^\\./", ""), tar.readNBytes((int) entry.getSize()), reports);
            }
            entry = tar.getNextEntry();
        }
    }

    private void read(String name, byte[] xml, JUnitReader reports) {
        if (reports.read(name, xml)) {
            keeper.keep(name, ReportText.readable(xml));
        }
    }
}
