package dev.octet.deploy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server on loopback that can be cut, at once or after a number of bytes. */
public final class CutProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong limit = new AtomicLong(Long.MAX_VALUE);

  public CutProxy(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Bytes that went through in both directions since the last {@link #cutAfter}. */
  public long passed() {
    return passed.get();
  }

  /** Lets this many bytes through, then cuts. */
  public void cutAfter(long bytes) {
    passed.set(0);
    limit.set(bytes);
  }

  /** Cuts every connection without a goodbye. */
  public void cut() {
    for (Socket socket : open) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
    open.clear();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        open.add(client);
        open.add(upstream);
        daemon(() -> pump(client, upstream));
        daemon(() -> pump(upstream, client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[4096];
    try {
      for (int n = from.getInputStream().read(chunk);
          n >= 0;
          n = from.getInputStream().read(chunk)) {
        long over = passed.addAndGet(n) - limit.get();
        if (over >= 0) {
          to.getOutputStream().write(chunk, 0, (int) Math.max(0, n - over));
          cut();
          return;
        }
        to.getOutputStream().write(chunk, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // Cut, or closed by one side.
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "cut-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
