//! A picture as areas, lines and texts, for whatever kind of file it becomes.
#![allow(clippy::arithmetic_side_effects)] // places in a picture of one size

/// A point, in pixels from the upper left corner.
pub type Point = (f64, f64);

pub struct Drawing {
    pub width: f64,
    pub height: f64,
    /// What lies below comes first.
    pub shapes: Vec<Shape>,
}

pub enum Shape {
    /// The polygon of these corners.
    Area(Vec<Point>, Color),
    /// From point to point, as thick as this.
    Line(Vec<Point>, Color, f64),
    Text(Text),
}

pub struct Text {
    /// Where it stands: its base line, and which part of it is there.
    pub at: Point,
    pub anchor: Anchor,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// The height of letters in pixels, and how wide a usual one is.
pub const FONT_SIZE: f64 = 12.0;
pub const LETTER_WIDTH: f64 = 7.0;

pub const FOREGROUND: Color = Color(51, 51, 51);
pub const GRID: Color = Color(221, 221, 221);
pub const BACKGROUND: Color = Color(255, 255, 255);

impl Drawing {
    /// An empty sheet.
    pub fn new(width: f64, height: f64) -> Self {
        let corners = vec![(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)];
        Self {
            width,
            height,
            shapes: vec![Shape::Area(corners, BACKGROUND)],
        }
    }
    pub fn area(&mut self, points: Vec<Point>, color: Color) {
        self.shapes.push(Shape::Area(points, color));
    }
    pub fn rectangle(&mut self, (left, top): Point, (right, bottom): Point, color: Color) {
        self.area(
            vec![(left, top), (right, top), (right, bottom), (left, bottom)],
            color,
        );
    }
    pub fn line(&mut self, points: Vec<Point>, color: Color, thickness: f64) {
        self.shapes.push(Shape::Line(points, color, thickness));
    }
    pub fn text(&mut self, at: Point, anchor: Anchor, text: impl Into<String>) {
        let text = text.into();
        self.shapes.push(Shape::Text(Text { at, anchor, text }));
    }
}

impl Color {
    /// The colour of the series of this number; they repeat.
    pub fn of(nth: usize) -> Self {
        const ALL: [Color; 10] = [
            Color(68, 119, 170),
            Color(238, 119, 51),
            Color(34, 136, 51),
            Color(204, 51, 102),
            Color(102, 204, 238),
            Color(170, 51, 119),
            Color(187, 187, 68),
            Color(102, 102, 153),
            Color(153, 85, 51),
            Color(0, 153, 136),
        ];
        ALL[nth % ALL.len()]
    }
    /// The same, nearer to the background.
    pub fn lighter(self) -> Self {
        let mix = |part: u8| ((u16::from(part) * 3 + 255) / 4) as u8;
        Self(mix(self.0), mix(self.1), mix(self.2))
    }
}
