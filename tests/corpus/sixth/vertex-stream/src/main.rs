mod mesh;

use mesh::{Mesh, Vertex};

fn corner(x: i32, y: i32) -> Vertex {
    Vertex { x: x as f32, y: y as f32, z: 0.0, shade: 1.0 }
}

fn main() {
    let Some(mut m) = Mesh::new() else { std::process::exit(1) };
    for y in 0..8 {
        for x in 0..8 {
            let quad = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
            if !m.append_quad(quad) {
                eprintln!("mesh is full at {x},{y}");
                return;
            }
        }
    }
    println!("{} vertices, {} triangles", m.len(), m.triangles());
}
