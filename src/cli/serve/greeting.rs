//! What is told when the preview begins, or cannot.

use std::io;
use std::path::Path;

use crate::serve::{Preview, Watch};

use super::super::arguments::Serve;
use super::super::console::Console;
use super::super::{Failure, project};

pub(super) fn hello(preview: &Preview, arguments: &Serve, watch: &Watch, console: &Console) {
    let address = preview.address();
    let mut text = String::new();
    if preview.port() != arguments.port && arguments.port != 0 {
        text.push_str(&format!("Port {} is taken\n", arguments.port));
    }
    if !arguments.interface.is_loopback() {
        text.push_str(
            "Whoever reaches this machine and has the address can see drafts and mistakes\n",
        );
    }
    if watch.is_polling {
        text.push_str(
            "The system does not tell of changes here: files are looked at twice a second\n",
        );
    }
    console.summary(&text);
    let outer = preview.outer_address();
    let outer = outer.map(|outer| format!("Serving {outer} to other machines\n"));
    // The key stands nowhere else.
    console.needed(&format!("{}Serving {address} (Ctrl+C to stop)\n", outer.unwrap_or_default()));
    if arguments.open && open::that_detached(&address).is_err() {
        console.summary("No browser could be opened: open that address yourself\n");
    }
}

pub(super) fn no_port(error: &io::Error, arguments: &Serve) -> Failure {
    let Serve { interface, port, .. } = arguments;
    let message = format!("cannot listen at {interface}, port {port}: {error}");
    Failure::new("no-port", message)
        .help("give another `--port`, or an `--interface` of this machine")
}

pub(super) fn unwatched(why: &str, root: &Path) -> Failure {
    let message = format!("cannot watch `{}`: {why}", project::shown(root));
    let help = "your system watches only so many files at a time: close other programs that do";
    Failure::new("unwatched", message).help(help)
}
