package io.ejet.file;

import io.ejet.conf.SymlinkPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The real file system, but what is asked is counted, what is opened is known, and a test may step in between. */
final class TrackedDisk implements Disk {
    /** What a test does at a point; may throw in place of the file system. */
    interface Step {
        void run(Path file) throws IOException;
    }

    private final LocalDisk disk = new LocalDisk();
    private final List<FileChannel> opened = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();

    // set by the test's thread before it asks
    private volatile Step beforeLook = file -> {};
    private volatile Step beforeOpen = file -> {};
    private volatile Step afterOpen = file -> {};

    void beforeLook(Step step) {
        beforeLook = step;
    }

    void beforeOpen(Step step) {
        beforeOpen = step;
    }

    void afterOpen(Step step) {
        afterOpen = step;
    }

    int looks() {
        return looks.get();
    }

    synchronized int opens() {
        return opened.size();
    }

    synchronized long stillOpen() {
        return opened.stream().filter(FileChannel::isOpen).count();
    }

    /** Makes reading fail. */
    synchronized void closeLastOpened() throws IOException {
        opened.get(opened.size() - 1).close();
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        looks.incrementAndGet();
        beforeLook.run(file);
        return disk.attributes(file);
    }

    @Override
    public OpenedFile open(FileRoot root, Path file, SymlinkPolicy links) throws IOException {
        beforeOpen.run(file);
        OpenedFile result = disk.open(root, file, links);
        synchronized (this) {
            opened.add(result.channel());
        }
        afterOpen.run(file);
        return result;
    }

    @Override
    public FolderList list(FileRoot root, Path folder, SymlinkPolicy links) throws IOException {
        beforeOpen.run(folder);
        return disk.list(root, folder, links);
    }

    @Override
    public boolean isAdmitted(FileRoot root, Path file, SymlinkPolicy links) throws IOException {
        return disk.isAdmitted(root, file, links);
    }
}
