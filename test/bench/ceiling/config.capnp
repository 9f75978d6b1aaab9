using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "state", disk = (writable = true))
  ],
  sockets = [(name = "http", http = (), service = "app")]
);

const app :Workerd.Worker = (
  compatibilityDate = "2026-08-15",
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  durableObjectNamespaces = [(className = "Appender", uniqueKey = "ceiling-Appender", enableSql = true)],
  durableObjectStorage = (localDisk = "state"),
  bindings = [(name = "APPENDER", durableObjectNamespace = "Appender")]
);
