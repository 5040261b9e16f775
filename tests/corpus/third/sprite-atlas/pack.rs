#[repr(C)]
pub struct Sprite {
    pub x: u32,
    pub y: u32,
    pub tint: u32,
    pub layer: u32,
}

pub struct Atlas {
    width: u32,
    x: u32,
    y: u32,
    row: u32,
    sprites: Vec<Sprite>,
}

impl Atlas {
    pub fn new(width: u32) -> Self {
        Self { width, x: 0, y: 0, row: 0, sprites: Vec::new() }
    }

    pub fn add(&mut self, w: u32, h: u32) -> *mut Sprite {
        if w > self.width {
            return std::ptr::null_mut();
        }
        if self.width.saturating_sub(self.x) < w {
            self.x = 0;
            self.y = self.y.saturating_add(self.row);
            self.row = 0;
        }
        let sprite = Sprite { x: self.x, y: self.y, tint: u32::MAX, layer: 0 };
        self.sprites.push(sprite);
        self.x = self.x.saturating_add(w);
        self.row = self.row.max(h);
        match self.sprites.last_mut() {
            Some(sprite) => sprite,
            None => std::ptr::null_mut(),
        }
    }

    pub fn height(&self) -> u32 {
        let layers = self.sprites.iter().map(|s| s.layer).max().unwrap_or(0);
        self.y.saturating_add(self.row).saturating_add(layers)
    }
}
