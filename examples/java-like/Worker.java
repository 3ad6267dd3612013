/** Works until it is told to stop, and saves its work then. */
public class Worker {
  public static void main(String[] arguments) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("worker: saved")));
    System.out.println("worker: ready");
    Thread.currentThread().join();
  }
}
