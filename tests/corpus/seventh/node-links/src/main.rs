mod graph;

use std::net::TcpStream;

fn main() {
    let Some(mut g) = graph::Graph::new(4) else {
        return;
    };
    for (a, b) in [(0, 1), (1, 2), (2, 3), (3, 3)] {
        if !g.connect(a, b) {
            println!("{a} and {b} stay apart");
        }
    }
    for node in 0..4 {
        match TcpStream::connect(("127.0.0.1", 7000 + node as u16)) {
            Ok(_) => println!("{node} is up, {} links", g.degree(node)),
            Err(e) => println!("{node} is down: {e}"),
        }
    }
}
